import { randomInt } from 'node:crypto'
import { request } from 'node:http'
import { setTimeout as after } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { describeDatabases } from './databases.js'
import { envelopeOf, freshId, startInbox } from './sending.js'
import { startProcess } from './setup/program.js'

const senders = 24

/** Sends one event after the other until the Inbox is gone, and notes those that it has accepted. */
async function sendUntilGone(url: string, accepted: Set<string>): Promise<void> {
  for (;;) {
    const id = freshId()
    const status = await send(url, id).catch(() => undefined)
    if (status === undefined) return
    expect(status).toBe(200)
    accepted.add(id)
  }
}

function send(url: string, id: string): Promise<number | undefined> {
  const attachment = `{"type":"attachment","length":32}\n${id}`
  const body = `${envelopeOf({ message: `m${id}`, tags: { id } }, { event_id: id })}\n${attachment}`
  return new Promise((resolve, reject) => {
    const path = '/api/1/envelope/?sentry_key=abc'
    const sent = request(`${url}${path}`, { method: 'POST' }, (response) => {
      response
        .on('error', reject)
        .on('end', () => resolve(response.statusCode))
        .resume()
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

await describeDatabases((database) => {
  test('what was accepted is there after the Inbox is killed in the middle of its work', async () => {
    const options = await database.create()
    const accepted = new Set<string>()
    for (let round = 0; round < 3; round++) {
      const inbox = await startProcess(options)
      const before = accepted.size
      const sending = Array.from({ length: senders }, () => sendUntilGone(inbox.url, accepted))
      await expect.poll(() => accepted.size, { interval: 5 }).toBeGreaterThan(before)
      await after(randomInt(0, 600))
      inbox.process.kill('SIGKILL')
      await Promise.all([...sending, inbox.ended])
    }
    const events = await (await startInbox(options)).events()
    const stored = new Map(
      events.map((event) => [event.id, event.items.map(({ payload }) => payload)]),
    )
    expect([...accepted].filter((id) => stored.get(id)?.[0] !== id)).toEqual([])
  }, 60_000)

  test('what was begun is answered and stored when the Inbox is told to stop', async () => {
    const options = await database.create()
    const inbox = await startProcess(options)
    const accepted = new Set<string>()
    const sending = Array.from({ length: senders }, () => sendUntilGone(inbox.url, accepted))
    await after(randomInt(50, 400))
    inbox.process.kill('SIGTERM')
    await Promise.all([...sending, inbox.ended])
    const ids = (await (await startInbox(options)).events()).map(({ id }) => id)
    // Not one more than was answered: whoever has no answer would send it again.
    expect(ids.sort()).toEqual([...accepted].sort())
  }, 60_000)
})
