// @vitest-environment jsdom
import { captureException } from '@mayday/react'
import { expect, it } from 'vitest'
import { captured, start } from './setup.js'

/** As React makes them in a page: all are alike, but for what the server's log has them by. */
function hidden(digest: string): Error {
  const message = 'Minified React error #441'
  return Object.assign(new Error(message), { stack: `Error: ${message}`, digest })
}

it('errors of server components are told apart by what the server knows them by', async () => {
  const { client, events } = start()
  for (const digest of ['937631778', '937631778', '975167631']) captureException(hidden(digest))
  await client.flush()
  expect(events.map(({ tags }) => tags)).toEqual([
    { 'react.digest': '937631778' },
    { 'react.digest': '975167631' },
  ])
  expect(captured(events[0]).value).toBe('Minified React error #441')
})
