import pg from 'pg'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { EventAnswer, IssueAnswer, IssuesAnswer } from '../src/api/answers.js'
import { createInbox, type Inbox } from '../src/index.js'
import { describeDatabases, testServer } from './databases.js'
import { envelopeOf, freshId, getJson, post, sendEvent, sentenceOf, startInbox } from './sending.js'

await describeDatabases((database) => {
  let inbox: Inbox

  beforeEach(async () => {
    inbox ??= await createInbox(await database.create())
    await inbox.clear()
  })
  afterAll(() => inbox?.close())

  const issues = async (query = '') =>
    (await getJson<IssuesAnswer>(inbox, `/api/0/issues${query}`)).issues
  const change = async (id: string, body: object) => {
    const headers = { 'content-type': 'application/json' }
    const response = await post(inbox, JSON.stringify(body), {
      headers,
      path: `/api/0/issues/${id}`,
    })
    expect(response.status).toBe(200)
  }

  describe('issues', () => {
    test('count their events, what was held back of a flood, and their users', async () => {
      const now = Math.floor(Date.now() / 1000)
      const users = [{ id: 1 }, { id: '1' }, { email: 'a@example' }, undefined]
      for (const [index, user] of users.entries()) {
        const contexts = { mayday: { suppressed: index === 0 ? 10 : 0 } }
        await sendEvent(inbox, { message: 'a', user, contexts, timestamp: now - 60 + index })
      }
      const [issue] = await issues()
      expect(issue).toMatchObject({ count: 14, users: 2 })
      expect(issue?.trend.reduce((sum, count) => sum + count, 0)).toBe(14)
      expect(issue?.firstSeen).toBe(new Date((now - 60) * 1000).toISOString())
      expect(issue?.lastSeen).toBe(new Date((now - 57) * 1000).toISOString())
    })

    test('are counted the same when all of it comes at once', async () => {
      const send = (user: number) =>
        post(
          inbox,
          envelopeOf({ message: `m${user % 3}`, user: { id: user % 7 }, tags: { part: user % 2 } }),
        )
      const answers = await Promise.all(Array.from({ length: 120 }, (_, user) => send(user)))
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
      // Numbers in messages are no difference.
      const [issue] = await issues()
      expect(issue).toMatchObject({ count: 120, users: 7 })
      const { tags } = await getJson<IssueAnswer>(inbox, `/api/0/issues/${issue?.id}`)
      expect(tags.find(({ key }) => key === 'part')?.values).toEqual([
        { value: '0', count: 60 },
        { value: '1', count: 60 },
      ])
    })

    test('are found by what their events say', async () => {
      await sendEvent(inbox, { message: 'a', environment: 'staging', tags: { part: 'checkout' } })
      await sendEvent(inbox, { message: 'b', environment: 'production', level: 'warning' })
      const titles = async (query: string) => (await issues(query)).map(({ title }) => title)
      expect(await titles('?environment=staging')).toEqual(['a'])
      expect(await titles('?tag=part:checkout')).toEqual(['a'])
      expect(await titles('?level=warning')).toEqual(['b'])
      expect(await titles('?query=B')).toEqual(['b'])
      expect(await titles('?query=%25')).toEqual([])
    })

    test('are ignored until somebody says otherwise', async () => {
      const { issueId } = await sendEvent(inbox, { message: 'a' })
      await change(issueId, { status: 'ignored' })
      await sendEvent(inbox, { message: 'a' })
      expect(await issues()).toMatchObject([{ status: 'ignored', count: 2 }])
      await change(issueId, { status: 'open' })
      expect(await issues('?status=open')).toHaveLength(1)
    })

    test('open again in a newer release, not in the same nor in an older one', async () => {
      const { issueId } = await sendEvent(inbox, { message: 'a', release: 'shop@1.10.0' })
      await change(issueId, { status: 'resolved' })
      const statusAfter = async (release: string) => {
        await sendEvent(inbox, { message: 'a', release })
        return (await issues())[0]?.status
      }
      expect(await statusAfter('shop@1.9.0')).toBe('resolved')
      expect(await statusAfter('shop@1.10.0')).toBe('resolved')
      expect(await statusAfter('shop@1.11.0')).toBe('open')
      expect((await issues())[0]?.regressedAt).toBeDefined()
    })

    test('without releases open again when they happen again', async () => {
      const { issueId } = await sendEvent(inbox, { message: 'a' })
      await change(issueId, { status: 'resolved' })
      await sendEvent(inbox, { message: 'a', timestamp: Date.now() / 1000 - 3600 })
      expect((await issues())[0]?.status).toBe('resolved')
      await sendEvent(inbox, { message: 'a' })
      expect((await issues())[0]?.status).toBe('open')
    })

    test('are merged with everything that belongs to them, and stay merged', async () => {
      const user = { id: 1 }
      const into = await sendEvent(inbox, { message: 'a', user, tags: { part: 'x' } })
      const from = await sendEvent(inbox, { message: 'b', user, tags: { part: 'x' } })
      await change(into.issueId, { merge: from.issueId })
      await sendEvent(inbox, { message: 'b', user: { id: 2 } })
      const [merged, ...others] = await issues()
      expect(others).toEqual([])
      expect(merged).toMatchObject({ id: into.issueId, count: 3, users: 2 })
      const answer = await getJson<IssueAnswer>(inbox, `/api/0/issues/${into.issueId}`)
      expect(answer.tags.find(({ key }) => key === 'part')?.values).toEqual([
        { value: 'x', count: 2 },
      ])
      expect(answer.events).toHaveLength(3)
    })

    test('that are merged and counted at the same time lose nothing', async () => {
      const { issueId: into } = await sendEvent(inbox, { message: 'a' })
      const { issueId: from } = await sendEvent(inbox, { message: 'b' })
      const sending = Array.from({ length: 60 }, (_, index) =>
        post(inbox, envelopeOf({ message: index % 2 ? 'a' : 'b' })),
      )
      await Promise.all([...sending, change(into, { merge: from })])
      expect(await issues()).toMatchObject([{ id: into, count: 62 }])
      expect(await inbox.events()).toHaveLength(62)
    })
  })

  describe('an event that comes again', () => {
    test('is one, also when many send it at once and group it differently', async () => {
      const id = freshId()
      const send = (index: number) =>
        post(inbox, envelopeOf({ fingerprint: [`f${index % 4}`] }, { event_id: id }))
      const answers = await Promise.all(Array.from({ length: 24 }, (_, index) => send(index)))
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
      expect(await inbox.events()).toHaveLength(1)
      expect(await issues()).toMatchObject([{ count: 1 }])
    })

    test('leaves no second issue when it is grouped in another way', async () => {
      const event_id = freshId()
      await post(inbox, envelopeOf({ message: 'a' }, { event_id }))
      await post(inbox, envelopeOf({ message: 'b' }, { event_id }))
      expect(await issues()).toMatchObject([{ title: 'a', count: 1 }])
    })
  })

  describe('odd texts', () => {
    test('are kept where a database has no place for them', async () => {
      const odd = 'a\0b\ud800c'
      const event = {
        message: odd,
        tags: { [odd]: odd, 'a\ufffdb\ufffdc': 'other', 'a\0b\0c': 'third' },
        release: odd,
        environment: odd,
        platform: odd,
        transaction: odd,
        user: { id: odd },
      }
      const stored = await sendEvent(inbox, event)
      expect(stored.title).toBe('a\ufffdb\ufffdc')
      expect(stored.event).toEqual(event)
      const other = await getJson<EventAnswer>(inbox, `/api/0/events/${stored.id}`)
      expect(other.event).toEqual(stored)
    })

    test('that differ only in what cannot be kept are counted as one, even at once', async () => {
      const texts = ['\0', '\ud800', '\udc00', '\ufffd'].map((text) => `x${text}`)
      const send = (text: string) =>
        post(
          inbox,
          envelopeOf({ message: 'a', release: text, user: { id: text }, tags: { [text]: text } }),
        )
      const answers = await Promise.all(texts.map(send))
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      expect(await issues()).toMatchObject([{ count: 4, users: 1 }])
    })

    test('are cut between characters', async () => {
      const send = (end: string) => {
        const text = `${'x'.repeat(199)}${end}`
        return post(inbox, envelopeOf({ message: 'a', release: text, tags: { t: text } }))
      }
      const answers = await Promise.all(['\u{1f600}', '\u{2f800}', '\u{e0001}'].map(send))
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    })

    test('of any length fit wherever there is an index', async () => {
      const noise = Array.from({ length: 3000 }, (_, index) =>
        String.fromCharCode(0x4e00 + ((index * 7919) % 20000)),
      ).join('')
      const event = {
        message: noise,
        release: noise,
        environment: noise,
        platform: noise,
        user: { id: noise },
      }
      await sendEvent(inbox, { ...event, tags: { [noise.slice(0, 200)]: noise, x: noise } })
      const lines = ['{}', JSON.stringify({ type: noise }), 'payload']
      expect((await post(inbox, lines.join('\n'))).status).toBe(200)
      const report = { discarded_events: [{ reason: noise, category: noise, quantity: 1 }] }
      const reports = ['{}', '{"type":"client_report"}', JSON.stringify(report)]
      expect((await post(inbox, reports.join('\n'))).status).toBe(200)
    })

    test('in the name of a project are refused when they are too long', async () => {
      const path = `/api/${'p'.repeat(3000)}/envelope/?sentry_key=abc`
      const response = await post(inbox, envelopeOf({}), { path })
      expect(response.status).toBe(400)
      expect(await sentenceOf(response)).toBe(
        'The name of the project is longer than 200 characters.',
      )
    })
  })

  test('times and counts that nobody can mean do no harm', async () => {
    const quantity = Number.MAX_VALUE
    for (const timestamp of [
      -1,
      1e300,
      1e13,
      '+275760-09-13T00:00:00Z',
      '-000001-01-01',
      'never',
      null,
    ]) {
      await sendEvent(inbox, {
        message: 'a',
        timestamp,
        contexts: { mayday: { suppressed: quantity } },
      })
    }
    const report = { discarded_events: [{ reason: 'r', category: 'c', quantity }] }
    const lines = ['{}', '{"type":"client_report"}', JSON.stringify(report)]
    expect((await post(inbox, lines.join('\n'))).status).toBe(200)
    expect(await issues()).toMatchObject([{ count: 7 * 1_000_000_001 }])
  })

  test('bytes of any kind come back as they were', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 * 300 }, (_, index) => index & 0xff))
    const body = Buffer.concat([
      Buffer.from(
        `${envelopeOf({ message: 'a' })}\n{"type":"attachment","length":${bytes.length}}\n`,
      ),
      bytes,
      Buffer.from('\n{"type":"attachment","length":0}\n'),
    ])
    expect((await post(inbox, body)).status).toBe(200)
    const [stored] = await inbox.events()
    expect(stored?.items.map(({ size }) => size)).toEqual([bytes.length, 0])
    expect(Buffer.from(stored?.items[0]?.payload ?? '', 'base64').equals(bytes)).toBe(true)
  })
})

describe('two Inboxes on one server', async () => {
  const server = await testServer()

  test.skipIf(!server)('may start on an empty database at the same time', async () => {
    const database = (await server?.newDatabase()) ?? ''
    const inboxes = await Promise.all([1, 2, 3].map(() => startInbox({ database })))
    await sendEvent(inboxes[0] as Inbox, { message: 'a' })
    expect(await inboxes[2]?.events()).toHaveLength(1)
  })

  test.skipIf(!server)(
    'count what comes to either, and never stand in each other’s way',
    async () => {
      const database = (await server?.newDatabase()) ?? ''
      const inboxes = await Promise.all([1, 2].map(() => startInbox({ database })))
      const ids = Array.from({ length: 60 }, freshId)
      const body = (id: string, index: number) =>
        envelopeOf(
          {
            message: `${String.fromCharCode(97 + (index % 11))}`,
            release: `r${index % 5}`,
            tags: { t: index % 3 },
          },
          { event_id: id },
        )
      const forth = ids.map((id, index) => () => post(inboxes[0] as Inbox, body(id, index)))
      const back = ids
        .map((id, index) => () => post(inboxes[1] as Inbox, body(id, index)))
        .reverse()
      const answers = await Promise.all([...forth, ...back].map((send) => send()))
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
      const { issues } = await getJson<IssuesAnswer>(inboxes[0] as Inbox, '/api/0/issues')
      expect(issues).toHaveLength(11)
      expect(issues.reduce((sum, { count }) => sum + count, 0)).toBe(60)
      expect(await inboxes[1]?.events()).toHaveLength(60)
    },
  )

  test.skipIf(!server)('wait for a server that is started again', async () => {
    const inbox = await startInbox({ database: (await server?.newDatabase()) ?? '' })
    const sent = Array.from({ length: 20 }, () => post(inbox, envelopeOf({ message: 'a' })))
    await server?.restart()
    const late = Array.from({ length: 20 }, () => post(inbox, envelopeOf({ message: 'a' })))
    const answers = await Promise.all([...sent, ...late])
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await inbox.events()).toHaveLength(40)
  })
})

describe('what a database refuses', async () => {
  const server = await testServer()

  test.skipIf(!server)('takes nothing with it that came at the same time', async () => {
    const database = (await server?.newDatabase()) ?? ''
    const inbox = await startInbox({ database })
    const client = new pg.Client(database)
    await client.connect()
    await client.query("alter table events add check (title not like 'poison%')")
    await client.end()
    const titles = Array.from({ length: 40 }, (_, index) => (index % 13 === 5 ? 'poison' : 'fine'))
    const answers = await Promise.all(titles.map((message) => post(inbox, envelopeOf({ message }))))
    expect(answers.map(({ status }) => status)).toEqual(
      titles.map((title) => (title === 'poison' ? 500 : 200)),
    )
    expect((await inbox.events()).map(({ title }) => title)).toEqual(Array(37).fill('fine'))
  })
})

test('a server that is not there is named without its password', async () => {
  const starting = createInbox({ database: 'postgres://me:secret@127.0.0.1:1/db' })
  await expect(starting).rejects.toThrow(
    /^The database postgres:\/\/me@127\.0\.0\.1:1\/db cannot be used: connect ECONNREFUSED/,
  )
})
