import { captureReactException } from '@mayday/react'

export async function GET() {
  const id = captureReactException(new RangeError('captured in a route'))
  return new Response(id && 'captured')
}
