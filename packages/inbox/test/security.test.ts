import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import type { IssueAnswer } from '../src/api/answers.js'
import { createInbox, type Inbox } from '../src/index.js'
import {
  emptyInbox,
  envelopeOf,
  getJson,
  post,
  rawRequest,
  sendEvent,
  startInbox,
} from './sending.js'

const token = 'a-token.of_some~length'

describe('an Inbox that others on the network can reach', () => {
  test.each(['0.0.0.0', '::', '192.168.0.1', 'example.org', ''])(
    'does not start at %j without a token',
    async (host) => {
      await expect(createInbox({ host })).rejects.toThrow(
        /^At .+ others on the network could read what arrives\. Give it a token that they need for that, such as [0-9a-f]{32}\.$/,
      )
    },
  )

  test.each(['127.0.0.1', 'localhost', '::1', '127.1.2.3'])(
    'is not one that listens at %j',
    async (host) => {
      const inbox = await createInbox({ host }).catch((error: Error) => error)
      if (inbox instanceof Error) expect(inbox.message).toContain('EADDRNOTAVAIL')
      else await inbox.close()
    },
  )

  test.each([
    ['fifteen-letters', 'A token has at least 16 characters.'],
    ['a token with blanks in it', 'A token consists of letters, digits and . _ ~ - only.'],
  ])('does not start with the token %j', async (bad, sentence) => {
    await expect(createInbox({ token: bad })).rejects.toThrow(sentence)
  })
})

describe('with a token', () => {
  let inbox: Inbox
  const open = async () => {
    inbox = await startInbox({ host: '0.0.0.0', token })
    return inbox
  }
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${inbox.url}${path}`, { headers, redirect: 'manual' })

  test('nothing is read or changed without it', async () => {
    await open()
    for (const path of [
      '/',
      '/api/0/issues',
      '/api/0/stream',
      '/assets/x.js',
      '/api/0/nothing',
      '/mcp',
    ]) {
      const response = await get(path)
      expect([path, response.status]).toEqual([path, 401])
      expect(response.headers.get('www-authenticate')).toBe('Bearer')
    }
    for (const authorization of [
      'Bearer',
      'Bearer wrong',
      `Basic ${token}`,
      token,
      `Bearer ${token}x`,
      `Bearer ${token.slice(0, -1)}`,
    ]) {
      expect((await get('/api/0/issues', { authorization })).status).toBe(401)
    }
    expect((await get('/?token=wrong')).status).toBe(401)
    expect((await get('/?token=')).status).toBe(401)
    expect((await get(`/?token=${token.slice(0, 16)}`)).status).toBe(401)
    expect((await get('/api/0/issues', { cookie: `mayday-inbox=${token}` })).status).toBe(401)
  })

  test('programs send it as a bearer, to whatever name the Inbox has', async () => {
    await open()
    const headers = { authorization: `Bearer ${token}`, host: 'inbox.team.example' }
    expect((await rawRequest(inbox, '/api/0/issues', headers)).status).toBe(200)
  })

  test('a page brings it once, and has a cookie from then on', async () => {
    await open()
    expect(inbox.pageUrl).toBe(`${inbox.url}/?token=${token}`)
    const response = await fetch(inbox.pageUrl, { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([303, '/'])
    const cookie = response.headers.get('set-cookie') ?? ''
    expect(cookie).not.toContain(token)
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/)
    const headers = { cookie: `other=1; ${cookie.split(';')[0]}` }
    expect((await get('/', headers)).status).toBe(200)
    expect((await get('/api/0/issues', headers)).status).toBe(200)
    const elsewhere = { ...headers, origin: 'https://evil.example' }
    expect((await get('/api/0/issues', elsewhere)).status).toBe(403)
  })

  test('senders need no more than a key', async () => {
    await open()
    expect((await post(inbox, envelopeOf({ message: 'hello' }))).status).toBe(200)
  })
})

describe('without a token', () => {
  test.each(['/', '/api/0/issues', '/api/0/stream', '/api/0/totals'])(
    '%s is for this machine alone',
    async (path) => {
      const inbox = await emptyInbox()
      const statusOf = async (headers: Record<string, string>) =>
        (await rawRequest(inbox, path, headers)).status
      expect(await statusOf({ host: `evil.example:${inbox.port}` })).toBe(403)
      expect(await statusOf({ host: '127.0.0.1.evil.example' })).toBe(403)
      expect(
        await statusOf({ host: `127.0.0.1:${inbox.port}`, origin: 'https://evil.example' }),
      ).toBe(403)
      expect(await statusOf({ host: `127.0.0.1:${inbox.port}`, origin: 'null' })).toBe(403)
    },
  )
})

test('names that JavaScript has a meaning for are names like any other', async () => {
  const inbox = await emptyInbox()
  const polluting = '{"polluted":"yes"}'
  const payload = `{"message":"a","__proto__":${polluting},"constructor":{"prototype":${polluting}},
    "tags":{"__proto__":"tag","constructor":"tag","toString":"tag"},"contexts":{"__proto__":${polluting}},
    "user":{"__proto__":${polluting}},"exception":{"values":[{"type":"E","mechanism":{"__proto__":${polluting}},
    "stacktrace":{"frames":[{"function":"f","vars":{"__proto__":${polluting}}}]}}]}}`
  const headers = `{"__proto__":${polluting},"type":"event"}`
  const attachment = `{"type":"attachment","__proto__":${polluting}}\nx`
  const body = `{"__proto__":${polluting}}\n${headers}\n${payload.replaceAll('\n', ' ')}\n${attachment}`
  const { id } = (await (await post(inbox, body)).json()) as { id: string }
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  const stored = await inbox.event((event) => event.id === id)
  const { tags } = await getJson<IssueAnswer>(inbox, `/api/0/issues/${stored.issueId}`)
  expect(tags.map(({ key }) => key)).toEqual(
    expect.arrayContaining(['__proto__', 'constructor', 'toString']),
  )
  const answers = await Promise.all(
    ['/api/__proto__/envelope/?sentry_key=abc', '/api/constructor/store/?sentry_key=abc'].map(
      (path) => post(inbox, path.includes('store') ? '{}' : envelopeOf({}), { path }),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
})

describe('senders that take forever', () => {
  test.each([
    ['in the middle of the head', 'POST /api/1/envelope/?sentry_key=abc HTTP/1.1\r\nHost: x\r\n'],
    [
      'in the middle of the body',
      'POST /api/1/envelope/?sentry_key=abc HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{}',
    ],
  ])('%s are cut off', async (_where, beginning) => {
    const inbox = await startInbox({ requestTimeout: 100 })
    const socket = connect(inbox.port, '127.0.0.1')
    socket.write(beginning)
    let answer = ''
    socket.on('data', (chunk) => (answer += chunk))
    await once(socket, 'close')
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
  })

  test('do not keep the Inbox from closing', async () => {
    const inbox = await createInbox()
    const socket = connect(inbox.port, '127.0.0.1')
    socket.write(
      'POST /api/1/envelope/?sentry_key=abc HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{}',
    )
    await sendEvent(inbox, { message: 'another' })
    const closed = once(
      socket.on('error', () => undefined),
      'close',
    )
    await inbox.close()
    await closed
  })
})
