import { withMayday } from '@mayday/node'
import { NextResponse } from 'next/server'

// Next.js tells nobody of what fails here while it runs in Node.
export const proxy = withMayday((request) => {
  if (request.nextUrl.pathname === '/away') throw new RangeError('the proxy failed')
  return NextResponse.next()
})
