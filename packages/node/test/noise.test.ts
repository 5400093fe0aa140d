import { captureException } from '@mayday/node'
import { expect, it } from 'vitest'
import { start } from './setup.js'

it('what frameworks throw to get somewhere else is no error', async () => {
  const { client, events } = start()
  captureException(Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;push;/' }))
  await client.flush()
  expect(events).toEqual([])
  expect(client.stats().rules).toEqual({ 'noise/framework-redirect': 1 })
})

it('what is noise in pages is none in processes, which it brings down', async () => {
  const { client, events } = start()
  const mechanism = { type: 'auto.node.onunhandledrejection', handled: false }
  client.captureException(new DOMException('The operation was aborted.', 'AbortError'), {
    mechanism,
  })
  await client.flush()
  expect(events).toHaveLength(1)
})
