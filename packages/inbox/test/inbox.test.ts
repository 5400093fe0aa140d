import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createInbox, type StoredEvent } from '../src/index.js'
import { emptyInbox, envelopeOf, post, sendEvent, startInbox } from './sending.js'

test('a DSN names the project that events are stored under', async () => {
  const inbox = await emptyInbox()
  expect(inbox.dsn()).toBe(`http://inbox@127.0.0.1:${inbox.port}/1`)
  expect(inbox.dsn('shop')).toBe(`http://inbox@127.0.0.1:${inbox.port}/shop`)
  expect((await sendEvent(inbox, {}, 'shop')).project).toBe('shop')
})

test('an event can be waited for before it is sent', async () => {
  const inbox = await emptyInbox()
  const waiting = inbox.event(({ title }) => title === 'second')
  await post(inbox, envelopeOf({ message: 'first' }))
  await post(inbox, envelopeOf({ message: 'second' }))
  expect((await waiting).event.message).toBe('second')
})

test('an event can be asked for after it has come', async () => {
  const inbox = await emptyInbox()
  await post(inbox, envelopeOf({ message: 'first' }))
  expect((await inbox.event(({ title }) => title === 'first')).title).toBe('first')
})

test('waiting for what never comes ends with a sentence', async () => {
  const inbox = await emptyInbox()
  await expect(inbox.event(() => true, 20)).rejects.toThrow(
    'No matching event arrived at the inbox within 20 ms.',
  )
})

test('a question that throws is answered with its error', async () => {
  const inbox = await emptyInbox()
  await post(inbox, envelopeOf({ message: 'first' }))
  const ask = inbox.event(() => {
    throw new Error('No such field.')
  })
  await expect(ask).rejects.toThrow('No such field.')
})

test('onEvent hears of each event that is new, and may fail without harm', async () => {
  const warnings = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  const seen: StoredEvent[] = []
  const inbox = await startInbox({
    onEvent(event, issue) {
      seen.push(event)
      expect(issue.id).toBe(event.issueId)
      throw new Error('The listener broke.')
    },
  })
  const stored = await sendEvent(inbox, { message: 'hello' })
  expect(seen).toEqual([stored])
  expect(warnings).toHaveBeenCalledWith(
    'A listener of the inbox failed: Error: The listener broke.',
  )
})

test('a port that is taken is replaced by a free one', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void holder.close())
  await new Promise((resolve) => holder.once('listening', resolve))
  const { port } = holder.address() as AddressInfo
  const inbox = await startInbox({ port })
  expect(inbox.portWasTaken).toBe(true)
  expect(inbox.port).not.toBe(port)
  expect((await startInbox()).portWasTaken).toBe(false)
})

test('closing twice is closing once, and frees the port', async () => {
  const inbox = await createInbox()
  await Promise.all([inbox.close(), inbox.close()])
  await expect(fetch(inbox.url)).rejects.toThrow()
})

test('an event that is being sent while the inbox closes is still answered and stored', async () => {
  let stored: StoredEvent | undefined
  const inbox = await startInbox({ onEvent: (event) => (stored = event) })
  const sending = post(inbox, envelopeOf({ message: 'last' }))
  const accepted = new Promise((resolve) => setTimeout(resolve, 5))
  await accepted
  await inbox.close()
  const response = await sending.catch(() => undefined)
  expect(stored?.title).toBe(response?.status === 200 ? 'last' : undefined)
})
