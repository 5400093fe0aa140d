import { describe, expect, test } from 'vitest'
import type { ReleaseAnswer, ReleasesAnswer } from '../src/api/answers.js'
import type { Inbox } from '../src/index.js'
import { emptyInbox, freshId, getJson, itemOf, post, sendEvent, sendItem } from './sending.js'

describe('sessions', () => {
  test('make the crash-free rate of their release', async () => {
    const inbox = await emptyInbox()
    await session(inbox, { status: 'exited' })
    await session(inbox, { status: 'exited', errors: 3 })
    await session(inbox, { status: 'crashed', errors: 1 })
    await session(inbox, { status: 'unhandled', errors: 1 })
    expect(await only(inbox)).toMatchObject({
      version: 'shop@1',
      sessions: 4,
      crashed: 1,
      errored: 2,
      crashFree: 0.75,
      users: 0,
      events: 0,
    })
    expect(await only(inbox)).not.toHaveProperty('crashFreeUsers')
  })

  test('are counted once, by the latest of their updates', async () => {
    const inbox = await emptyInbox()
    const sid = freshId()
    await session(inbox, { sid, init: true, status: 'ok' })
    expect(await only(inbox)).toMatchObject({ sessions: 1, errored: 0, crashed: 0 })
    await session(inbox, { sid, status: 'ok', errors: 1 }, 1)
    expect(await only(inbox)).toMatchObject({ sessions: 1, errored: 1, crashed: 0 })
    await session(inbox, { sid, status: 'crashed', errors: 2 }, 2)
    expect(await only(inbox)).toMatchObject({ sessions: 1, errored: 0, crashed: 1 })
    for (const _ of [1, 2]) await session(inbox, { sid, status: 'crashed', errors: 2 }, 2)
    await session(inbox, { sid, status: 'ok' }, 3)
    expect(await only(inbox)).toMatchObject({ sessions: 1, errored: 0, crashed: 1 })
  })

  test('may be told of in the wrong order, and several times in one envelope', async () => {
    const inbox = await emptyInbox()
    const sid = freshId()
    const update = (status: string, seq: number, errors: number) =>
      itemOf('session', { ...base, sid, status, seq, errors })
    const items = [update('exited', 2, 1), update('ok', 0, 0), update('ok', 1, 1)]
    await post(inbox, ['{}', ...items].join('\n'))
    expect(await only(inbox)).toMatchObject({ sessions: 1, errored: 1, crashed: 0, crashFree: 1 })
  })

  test('tell how many users had no crash, over all environments and in one', async () => {
    const inbox = await emptyInbox()
    await session(inbox, { did: 'ann', status: 'exited', environment: 'production' })
    await session(inbox, { did: 'ann', status: 'crashed', environment: 'staging' })
    await session(inbox, { did: 'ann', status: 'crashed', environment: 'staging' })
    await session(inbox, { did: 'bob', status: 'exited', environment: 'production' })
    expect(await only(inbox)).toMatchObject({ sessions: 4, users: 2, crashFreeUsers: 0.5 })
    expect(await only(inbox, '?environment=production')).toMatchObject({
      sessions: 2,
      crashed: 0,
      users: 2,
      crashFreeUsers: 1,
    })
    expect(await only(inbox, '?environment=staging')).toMatchObject({
      sessions: 2,
      users: 1,
      crashFree: 0,
      crashFreeUsers: 0,
    })
    expect(await list(inbox, '?environment=nowhere')).toEqual([])
  })

  test('may have been counted by the sender', async () => {
    const inbox = await emptyInbox()
    const started = new Date().toISOString()
    await sendItem(inbox, 'sessions', {
      attrs: { release: 'shop@1' },
      aggregates: [
        { started, exited: 90, errored: 5 },
        { started, did: 'ann', exited: 3, crashed: 1, unhandled: 1 },
      ],
    })
    await sendItem(inbox, 'sessions', { attrs: {}, aggregates: [{ exited: 5 }] })
    expect(await only(inbox)).toMatchObject({
      sessions: 100,
      crashed: 1,
      errored: 6,
      crashFree: 0.99,
      users: 1,
      crashFreeUsers: 0,
    })
  })

  test('that nobody can have had are counted as none', async () => {
    const inbox = await emptyInbox()
    await session(inbox, { status: 'vanished' })
    await session(inbox, { sid: 'x' })
    await sendItem(inbox, 'session', { ...base, attrs: {} })
    await sendItem(inbox, 'sessions', {
      attrs: { release: 'shop@1' },
      aggregates: [{ exited: -7, errored: 'many', crashed: null }, 'none'],
    })
    expect((await list(inbox)).reduce((sum, { sessions }) => sum + sessions, 0)).toBe(0)
  })
})

test('releases are listed, the newest first, with their events and new issues', async () => {
  const inbox = await emptyInbox()
  const now = Date.now() / 1000
  await sendEvent(inbox, { message: 'a', release: 'shop@1', timestamp: now - 100 })
  await sendEvent(inbox, { message: 'b', release: 'shop@1', timestamp: now - 90 })
  await sendEvent(inbox, { message: 'a', release: 'shop@2', timestamp: now - 50 })
  await sendEvent(inbox, { message: 'c', release: 'shop@2', timestamp: now - 40 })
  await sendEvent(inbox, { message: 'd', release: 'desk@1', timestamp: now - 200 }, 'desk')
  const summary = (await list(inbox)).map((one) => [one.version, one.events, one.newIssues])
  expect(summary).toEqual([
    ['shop@2', 2, 1],
    ['shop@1', 2, 2],
    ['desk@1', 1, 1],
  ])
  expect((await list(inbox, '?project=desk')).map(({ version }) => version)).toEqual(['desk@1'])
  expect((await list(inbox))[0]).not.toHaveProperty('crashFree')
})

const started = Date.now() - 60_000
const base = {
  sid: '0'.repeat(31).concat('f'),
  started: new Date(started).toISOString(),
  timestamp: new Date(started).toISOString(),
  status: 'ok',
  errors: 0,
  attrs: { release: 'shop@1' },
}

/** Sends an update, as late as it is the session's. */
async function session(
  inbox: Inbox,
  { environment, ...fields }: { environment?: string; [name: string]: unknown },
  seconds = 0,
): Promise<void> {
  const timestamp = new Date(started + seconds * 1000).toISOString()
  const attrs = { release: 'shop@1', ...(environment && { environment }) }
  await sendItem(inbox, 'session', { ...base, sid: freshId(), timestamp, attrs, ...fields })
}

async function list(inbox: Inbox, query = ''): Promise<ReleaseAnswer[]> {
  return (await getJson<ReleasesAnswer>(inbox, `/api/0/releases${query}`)).releases
}

async function only(inbox: Inbox, query = ''): Promise<ReleaseAnswer | undefined> {
  const releases = await list(inbox, query)
  expect(releases).toHaveLength(1)
  return releases[0]
}
