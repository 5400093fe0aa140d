import { spawnSync } from 'node:child_process'
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { IssuesAnswer } from '../src/event/answers.js'
import { createInbox } from '../src/index.js'
import { envelopeOf, freshId, getJson, post, sendEvent, startInbox } from './sending.js'

async function freshDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'inbox-test-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

test('events, issues and what was sent along survive a restart', async () => {
  const dataDir = await freshDirectory()
  const first = await createInbox({ dataDir })
  await sendEvent(first, { message: 'one' })
  await sendEvent(first, { message: 'two' })
  const report = { discarded_events: [{ reason: 'before_send', category: 'error', quantity: 2 }] }
  await post(first, `{}\n{"type":"client_report"}\n${JSON.stringify(report)}`)
  const before = [await first.events(), await getJson(first, '/api/0/issues')]
  await first.close()

  const second = await startInbox({ dataDir })
  expect([await second.events(), await getJson(second, '/api/0/issues')]).toEqual(before)
  expect((await getJson<IssuesAnswer>(second, '/api/0/issues')).totals).toEqual({
    events: 2,
    issues: 2,
    unreadable: 0,
    discarded: [{ reason: 'before_send', category: 'error', quantity: 2 }],
  })
})

test('an answered event is on disk at that moment', async () => {
  const dataDir = await freshDirectory()
  const inbox = await startInbox({ dataDir })
  const id = freshId()
  await post(inbox, envelopeOf({ message: 'safe' }, { event_id: id }))
  expect(await readFile(join(dataDir, 'inbox.jsonl'), 'utf8')).toContain(id)
})

test('events that come together are all stored, each at its place', async () => {
  const inbox = await startInbox()
  const messages = Array.from({ length: 60 }, (_, index) => `${'x'.repeat(index * 50)} äö ${index}`)
  await Promise.all(messages.map((message) => sendEvent(inbox, { message })))
  const stored = await inbox.events()
  expect(stored.map(({ event }) => event.message).sort()).toEqual(messages.sort())
})

test('a last line that a crash has cut is skipped and counted, and the next event is not', async () => {
  const dataDir = await freshDirectory()
  const first = await createInbox({ dataDir })
  const kept = await sendEvent(first, { message: 'kept' })
  await first.close()
  await appendFile(join(dataDir, 'inbox.jsonl'), '{"v":1,"event":{"id":"12')

  const second = await createInbox({ dataDir })
  const added = await sendEvent(second, { message: 'added' })
  expect(await second.events()).toEqual([kept, added])
  await second.close()

  const third = await startInbox({ dataDir })
  expect(await third.events()).toEqual([kept, added])
  expect((await getJson<IssuesAnswer>(third, '/api/0/issues')).totals.unreadable).toBe(1)
})

test('a last line that lacks nothing but its end is kept', async () => {
  const dataDir = await freshDirectory()
  const first = await createInbox({ dataDir })
  const kept = await sendEvent(first, { message: 'kept' })
  await first.close()
  const path = join(dataDir, 'inbox.jsonl')
  await writeFile(path, (await readFile(path, 'utf8')).trimEnd())

  const second = await startInbox({ dataDir })
  expect(await second.events()).toEqual([kept])
})

test('what is stored is for its owner alone, and kept out of version control', async () => {
  const dataDir = join(await freshDirectory(), 'inbox')
  await startInbox({ dataDir })
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
  expect((await stat(join(dataDir, 'inbox.jsonl'))).mode & 0o777).toBe(0o600)
  expect(await readFile(join(dataDir, '.gitignore'), 'utf8')).toBe('*\n')
})

test('a directory that another inbox writes to is refused with a sentence', async () => {
  const dataDir = await freshDirectory()
  await startInbox({ dataDir })
  await expect(createInbox({ dataDir })).rejects.toThrow(/^Another inbox \(process \d+\) is using/)
})

test('a directory that a dead inbox has left locked is taken over', async () => {
  const dataDir = await freshDirectory()
  const { pid } = spawnSync(process.execPath, ['--version'])
  await writeFile(join(dataDir, 'inbox.lock'), `${pid}\n`)
  const inbox = await startInbox({ dataDir })
  await sendEvent(inbox, { message: 'hello' })
  expect(await inbox.events()).toHaveLength(1)
})
