import { afterEach, expect, test, vi } from 'vitest'
import type { IssueAnswer, IssuesAnswer, LogsAnswer } from '../src/api/answers.js'
import type { InboxOptions } from '../src/index.js'
import { describeDatabases } from './databases.js'
import { envelopeOf, getJson, post, sendEvent, sendItem, startInbox } from './sending.js'

/** In the middle of a minute, so that some seconds make no difference. */
const now = Math.floor(Date.now() / 60_000) * 60_000 + 30_000
const day = 24 * 60 * 60 * 1000

/** Makes it another time for what follows; nothing else of the clock changes. */
function itIs(ago: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: now - ago })
}

afterEach(() => {
  vi.useRealTimers()
})

await describeDatabases((database) => {
  const start = async (options: InboxOptions) =>
    startInbox({ ...(await database.create()), ...options })
  const titles = async (inbox: Awaited<ReturnType<typeof start>>) =>
    (await inbox.events()).map(({ title }) => title)

  test('what is older than wanted goes, and issues with the last of their events', async () => {
    const inbox = await start({ retentionDays: 10 })
    itIs(11 * day)
    await sendEvent(inbox, { message: 'old' })
    const { issueId } = await sendEvent(inbox, { message: 'both' })
    await post(inbox, `${envelopeOf({ message: 'old' })}\n{"type":"attachment"}\nx`)
    await sendItem(inbox, 'log', { items: [{ body: 'old' }] })
    itIs(9 * day)
    await sendItem(inbox, 'log', { items: [{ body: 'new' }] })
    const latest = await sendEvent(inbox, { message: 'both' })
    await inbox.tidy()
    expect(await titles(inbox)).toHaveLength(4)
    itIs(0)
    await inbox.tidy()
    expect(await titles(inbox)).toEqual(['both'])
    const { logs } = await getJson<LogsAnswer>(inbox, '/api/0/logs')
    expect(logs.map(({ body }) => body)).toEqual(['new'])
    const { issues } = await getJson<IssuesAnswer>(inbox, '/api/0/issues')
    // Counts are of all that happened, not of what is kept.
    expect(issues).toMatchObject([{ id: issueId, count: 2, latestEventId: latest.id }])
    expect((await getJson<IssueAnswer>(inbox, `/api/0/issues/${issueId}`)).events).toHaveLength(1)
    await sendEvent(inbox, { message: 'old' })
    expect(await titles(inbox)).toEqual(['both', 'old'])
  }, 120_000)

  test('of what is too much the oldest goes', async () => {
    const inbox = await start({ maxSize: 250_000 })
    for (const minute of [5, 4, 3, 2, 1]) {
      itIs(minute * 60_000)
      await sendEvent(inbox, { message: 'n', extra: { minute, filling: 'x'.repeat(50_000) } })
      await post(
        inbox,
        `{}\n{"type":"attachment","length":40000}\n${String(minute).repeat(40_000)}`,
      )
    }
    await inbox.tidy()
    const minutes = (await inbox.events()).map(({ event }) => event.extra?.minute)
    expect(minutes).toEqual([2, 1])
    await inbox.tidy()
    expect(await titles(inbox)).toHaveLength(2)
  })

  test('many go while others come', async () => {
    const inbox = await start({ retentionDays: 1 })
    itIs(2 * day)
    const send = (message: string) => post(inbox, envelopeOf({ message }))
    for (let round = 0; round < 3; round++)
      await Promise.all(Array.from({ length: 200 }, () => send('old')))
    itIs(0)
    const answers = await Promise.all([
      inbox.tidy(),
      ...Array.from({ length: 50 }, () => send('new')),
    ])
    expect(answers.slice(1).map((answer) => (answer as Response).status)).toEqual(
      Array(50).fill(200),
    )
    expect(await titles(inbox)).toEqual(Array(50).fill('new'))
  }, 120_000)
})
