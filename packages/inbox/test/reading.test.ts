import { describe, expect, test } from 'vitest'
import type {
  ArrivalMessage,
  EventAnswer,
  IssueAnswer,
  IssuesAnswer,
  TotalsAnswer,
} from '../src/api/answers.js'
import type { Inbox } from '../src/index.js'
import { emptyInbox, getJson, post, rawRequest, sendEvent, sentenceOf } from './sending.js'

describe('the reading API', () => {
  test('counts what a sender held back of a flood', async () => {
    const inbox = await emptyInbox()
    for (const suppressed of [undefined, 4990, -3, 'many', 2]) {
      await sendEvent(inbox, { message: 'flood', contexts: { mayday: { suppressed } } })
    }
    const { issues } = await getJson<IssuesAnswer>(inbox, '/api/0/issues')
    expect(issues.map(({ title, count }) => [title, count])).toEqual([['flood', 5 + 4990 + 2]])
  })

  test('lists issues, the one seen last first, with counts and totals', async () => {
    const inbox = await emptyInbox()
    const now = Math.floor(Date.now() / 1000)
    await sendEvent(inbox, { message: 'b 1', timestamp: now - 50 })
    await sendEvent(inbox, { message: 'a', timestamp: now - 10 })
    const last = await sendEvent(inbox, { message: 'b 2', timestamp: now - 90 })
    const { issues, total } = await getJson<IssuesAnswer>(inbox, '/api/0/issues')
    expect(total).toBe(2)
    expect(issues.map(({ title, count }) => [title, count])).toEqual([
      ['a', 1],
      ['b 2', 2],
    ])
    expect(issues[1]).toMatchObject({
      firstSeen: new Date((now - 90) * 1000).toISOString(),
      lastSeen: new Date((now - 50) * 1000).toISOString(),
      latestEventId: last.id,
    })
    const totals = await getJson<TotalsAnswer>(inbox, '/api/0/totals')
    expect(totals).toEqual({ events: 3, issues: 2, discarded: [] })
  })

  test('gives an issue with its latest event and the ids of all', async () => {
    const inbox = await emptyInbox()
    const one = await sendEvent(inbox, { message: 'a 1' })
    const two = await sendEvent(inbox, { message: 'a 2' })
    const answer = await getJson<IssueAnswer>(inbox, `/api/0/issues/${one.issueId}`)
    expect(answer.latest).toEqual(two)
    expect(answer.events.map(({ id }) => id)).toEqual([two.id, one.id])
    expect(answer.issue).toMatchObject({ id: one.issueId, count: 2, title: 'a 2' })
  })

  test('gives an event with its neighbours in the issue', async () => {
    const inbox = await emptyInbox()
    const one = await sendEvent(inbox, { message: 'a 1' })
    await sendEvent(inbox, { message: 'something else' })
    const two = await sendEvent(inbox, { message: 'a 2' })
    const three = await sendEvent(inbox, { message: 'a 3' })
    const answer = await getJson<EventAnswer>(inbox, `/api/0/events/${two.id}`)
    expect(answer).toMatchObject({ event: two, older: one.id, newer: three.id })
    expect(await getJson<EventAnswer>(inbox, `/api/0/events/${one.id}`)).not.toHaveProperty('older')
  })

  test('leaves out the payload of an attachment, not its name', async () => {
    const inbox = await emptyInbox()
    const headers = { type: 'attachment', filename: 'big.txt' }
    const lines = ['{}', '{"type":"event"}', '{"message":"a"}', JSON.stringify(headers)]
    const sent = await post(inbox, [...lines, 'x'.repeat(70_000)].join('\n'))
    const { id } = (await sent.json()) as { id: string }
    const { event } = await getJson<EventAnswer>(inbox, `/api/0/events/${id}`)
    expect(event.items).toEqual([{ headers, size: 70_000, encoding: 'utf8', payload: '' }])
  })

  test.each([
    '/api/0/issues/none',
    '/api/0/events/none',
    '/api/0/events',
    '/api/0/issues/a/b',
    '/api/0/__proto__',
    '/nothing.js',
    '/assets/../index.html',
    '/assets/%2e%2e/index.html',
    '//',
  ])('answers %s with 404 and a sentence', async (path) => {
    const inbox = await emptyInbox()
    const { status, body } = await rawRequest(inbox, path, { host: '127.0.0.1' })
    expect([status, JSON.parse(body).detail]).toEqual([404, 'There is nothing at this address.'])
  })

  test('changes nothing', async () => {
    const inbox = await emptyInbox()
    const response = await fetch(`${inbox.url}/api/0/issues`, { method: 'DELETE' })
    expect(response.status).toBe(405)
    expect(await sentenceOf(response)).toBe('This address takes GET.')
  })
})

describe('what was received is shown to this machine only:', () => {
  test.each(['/', '/api/0/issues', '/api/0/stream'])(
    '%s refuses a request that was addressed to another name',
    async (path) => {
      const inbox = await emptyInbox()
      for (const host of [
        'inbox.example',
        `rebound.example:${inbox.port}`,
        '192.168.1.7',
        '128.0.0.1',
        '127.0.0.1.example',
        '[::2]',
      ]) {
        const { status, body } = await rawRequest(inbox, path, { host })
        expect([host, status]).toEqual([host, 403])
        expect(JSON.parse(body).detail).toBe(
          'The inbox answers only when it is addressed as localhost or 127.0.0.1.',
        )
      }
    },
  )

  test.each(['localhost', 'LOCALHOST:7070', '127.0.0.1', '127.0.0.1:7070', '[::1]:7070'])(
    'the name %s is allowed',
    async (host) => {
      const inbox = await emptyInbox()
      expect((await rawRequest(inbox, '/api/0/issues', { host })).status).toBe(200)
    },
  )

  test('a page that another program on this machine serves may not read it', async () => {
    const inbox = await emptyInbox()
    for (const origin of [`http://127.0.0.1:${inbox.port + 1}`, 'http://127.0.0.1', 'null'])
      expect((await fetch(`${inbox.url}/api/0/issues`, { headers: { origin } })).status).toBe(403)
    const own = { headers: { origin: inbox.url } }
    expect((await fetch(`${inbox.url}/api/0/issues`, own)).status).toBe(200)
  })

  test('pages of other origins may not read it', async () => {
    const inbox = await emptyInbox()
    const headers = { origin: 'https://shop.example' }
    for (const path of ['/', '/api/0/issues']) {
      const response = await fetch(`${inbox.url}${path}`, { headers })
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    }
  })
})

test('the page is served with a policy that lets nothing inline run', async () => {
  const inbox = await emptyInbox()
  const response = await fetch(inbox.url)
  expect(response.status).toBe(200)
  const policy = response.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  // Built or not, it says something: without a build, how to make one.
  expect(await response.text()).toMatch(/<div id="root">|npm run build/)
})

describe('the stream', () => {
  test('tells of each new event once, with its issue', async () => {
    const inbox = await emptyInbox()
    const next = await listen(inbox)
    const one = await sendEvent(inbox, { message: 'a 1' })
    await post(inbox, `{"event_id":"${one.id}"}\n{"type":"event"}\n{"message":"a 1"}`)
    const two = await sendEvent(inbox, { message: 'a 2' })
    expect(await next()).toMatchObject({ eventId: one.id, issue: { id: one.issueId, count: 1 } })
    expect(await next()).toMatchObject({ eventId: two.id, issue: { id: one.issueId, count: 2 } })
  })

  test('ends when the inbox closes', async () => {
    const inbox = await emptyInbox()
    const next = await listen(inbox)
    await inbox.close()
    expect(await next()).toBeUndefined()
  })
})

/** Connects to the stream; each call resolves with the next arrival, or undefined at the end. */
async function listen(inbox: Inbox): Promise<() => Promise<ArrivalMessage | undefined>> {
  const response = await fetch(`${inbox.url}/api/0/stream`)
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return async () => {
    for (;;) {
      const match = /event: arrival\ndata: (.*)\n\n/.exec(text)
      if (match?.[1]) {
        text = text.slice(match.index + match[0].length)
        return JSON.parse(match[1]) as ArrivalMessage
      }
      const chunk = await reader?.read()
      if (!chunk || chunk.done) return undefined
      text += chunk.value
    }
  }
}
