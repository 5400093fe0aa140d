import { captureMessage, init, type TransportResponse } from '@mayday/node'
import { expect, it } from 'vitest'
import { started } from './setup.js'

it('a transport of the program’s own is given the envelope as a tuple, and flush waits for it', async () => {
  const seen: unknown[] = []
  let answer: (response: TransportResponse) => void = () => {}
  const client = started(
    init({
      dsn: 'https://public@receiver.example/1',
      transport: () => ({
        send(envelope) {
          seen.push(envelope)
          return new Promise((resolve) => {
            answer = resolve
          })
        },
        flush: async () => true,
      }),
    }),
  )
  const event_id = captureMessage('m')
  let isFlushed = false
  const flushed = client.flush().then((isDone) => {
    isFlushed = true
    return isDone
  })
  await new Promise((resolve) => setTimeout(resolve, 0))
  expect(isFlushed).toBe(false)
  expect(seen).toEqual([
    [
      expect.objectContaining({ event_id, sent_at: expect.any(String) }),
      [[{ type: 'event' }, expect.objectContaining({ event_id, message: 'm' })]],
    ],
  ])
  answer({ statusCode: 200 })
  expect(await flushed).toBe(true)
  expect(client.stats()).toMatchObject({ delivered: 1, pending: 0 })
})
