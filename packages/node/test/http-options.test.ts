/** What `httpIntegration` can be told. */
import { createServer } from 'node:http'
import {
  captureException,
  captureMessage,
  type HttpOptions,
  httpIntegration,
  type NodeOptions,
  withIsolationScope,
  wrapHandler,
} from '@mayday/node'
import { describe, expect, it } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { listening, post, servers } from './servers.js'
import { start } from './setup.js'

const startWith = (http: HttpOptions, options: Partial<NodeOptions> = {}) =>
  start({ release: 'shop@1', integrations: [httpIntegration(http)], ...options })

describe('trackIncomingRequestsAsSessions', () => {
  interface Sessions {
    attrs: object
    aggregates: { started: string; exited?: number; errored?: number; crashed?: number }[]
  }

  const sessionsIn = ({ items }: ReturnType<typeof start>): Sessions[] =>
    items
      .filter(({ headers }) => headers.type === 'sessions')
      .map(({ text }) => JSON.parse(text) as Sessions)

  /** The sums of all minutes, as the test may run while one ends. */
  function sums(memory: ReturnType<typeof start>): Record<string, number> {
    const all: Record<string, number> = {}
    for (const { aggregates } of sessionsIn(memory)) {
      for (const { started, ...counts } of aggregates) {
        expect(started).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/)
        for (const [name, count] of Object.entries(counts)) all[name] = (all[name] ?? 0) + count
      }
    }
    return all
  }

  /** Serves these addresses, each as it says. */
  async function serve(...paths: string[]): Promise<void> {
    let closed = 0
    const port = await listening(
      servers.http((request, response) => {
        response.on('close', () => closed++)
        const path = request.url ?? ''
        if (path === '/error') captureException(new Error('handled'))
        if (path === '/message') captureMessage('just saying')
        const handle = wrapHandler(() => {
          if (path === '/crash') throw new Error('nobody handles me')
        })
        try {
          handle(request)
        } catch {
          response.statusCode = 500
        }
        response.end()
      }),
    )
    for (const path of paths) await post(`http://127.0.0.1:${port}${path}`)
    await expect.poll(() => closed).toBe(paths.length)
  }

  it('sends how many requests went well, had an error, and crashed', async () => {
    const memory = startWith({ trackIncomingRequestsAsSessions: true })
    await serve('/', '/error', '/crash', '/message', '/')
    await memory.client.flush()
    expect(sums(memory)).toEqual({ exited: 3, errored: 1, crashed: 1 })
    expect(sessionsIn(memory)[0]?.attrs).toEqual({ release: 'shop@1', environment: 'production' })
    await memory.client.flush()
    expect(sessionsIn(memory)).toHaveLength(1)
  })

  it('counts errors that are not sent: by sampling, and in a flood', async () => {
    const memory = startWith({ trackIncomingRequestsAsSessions: true }, { sampleRate: 0 })
    await serve('/error', '/crash')
    await memory.client.flush()
    expect(sums(memory)).toEqual({ errored: 1, crashed: 1 })

    const flooded = startWith(
      { trackIncomingRequestsAsSessions: true },
      { floodControl: { burst: 1, interval: 60_000 } },
    )
    await serve(...Array<string>(6).fill('/error'))
    await flooded.client.flush()
    expect(sums(flooded)).toEqual({ errored: 6, exited: 0 })
    expect(flooded.events.length).toBeLessThan(6)
  })

  it('counts none that beforeSend drops', async () => {
    const memory = startWith({ trackIncomingRequestsAsSessions: true }, { beforeSend: () => null })
    await serve('/error')
    await memory.client.flush()
    expect(sums(memory)).toEqual({ exited: 1 })
  })

  it('leaves out what is to be ignored, whose errors arrive all the same', async () => {
    const asked: string[] = []
    const memory = startWith({
      trackIncomingRequestsAsSessions: true,
      ignoreIncomingRequests: (path, request) => {
        asked.push(`${request.method} ${path}`)
        return path === '/error'
      },
    })
    await serve('/', '/error')
    await memory.client.flush()
    expect(sums(memory)).toEqual({ exited: 1 })
    expect(asked).toEqual(['POST /', 'POST /error'])
    expect(memory.events).toHaveLength(1)
  })

  it('sends by itself after the delay, and the rest on close', async () => {
    const memory = startWith({ trackIncomingRequestsAsSessions: true, sessionFlushingDelayMS: 5 })
    await serve('/')
    // They wait for a second for an event to travel with.
    await expect.poll(() => sums(memory), { timeout: 5000 }).toEqual({ exited: 1 })
    const slow = startWith({ trackIncomingRequestsAsSessions: true })
    await serve('/')
    expect(sessionsIn(slow)).toEqual([])
    await slow.client.close()
    expect(sums(slow)).toEqual({ exited: 1 })
  })

  it('sends nothing unless it is asked to, nor without a release', async () => {
    const memory = startWith({})
    await serve('/')
    await memory.client.flush()
    expect(sessionsIn(memory)).toEqual([])
    const unnamed = startWith({ trackIncomingRequestsAsSessions: true }, { release: '' })
    await serve('/')
    await unnamed.client.flush()
    expect(sessionsIn(unnamed)).toEqual([])
  })

  it('leaves no listener behind', async () => {
    const before = process.listeners('exit')
    const { client } = startWith({ trackIncomingRequestsAsSessions: true }, { spool: false })
    await client.close()
    await expect.poll(() => process.listeners('exit')).toEqual(before)
  })
})

describe('bodies', () => {
  /** What an event says of a body that is posted, and what the program had of it. */
  async function bodyOf(
    body: string,
    type: string,
    http: HttpOptions = {},
    options: Partial<NodeOptions> = { dataCollection: { httpBodies: ['incomingRequest'] } },
  ): Promise<{ data: unknown; read: string; sent: string }> {
    const memory = startWith(http, options)
    let read = ''
    const port = await listening(
      createServer(async (request, response) => {
        for await (const chunk of request) read += chunk
        captureMessage('read')
        response.end()
      }),
    )
    await post(`http://127.0.0.1:${port}/a`, { headers: { 'content-type': type } }, body)
    const event = await memory.captured('read')
    return { data: event.request?.data, read, sent: memory.envelopes.join() }
  }

  const json = JSON.stringify({ basket: [1, 2], token: 's3cret', nested: { password: 's3cret' } })

  it('stay where they are, even where personal data may leave', async () => {
    const { data, read, sent } = await bodyOf(
      json,
      'application/json',
      {},
      { sendDefaultPii: true },
    )
    expect(data).toBeUndefined()
    expect(sent).not.toContain('basket')
    expect(read).toBe(json)
  })

  it('are on events where they are wanted, without credentials', async () => {
    const { data, read, sent } = await bodyOf(json, 'application/json; charset=utf-8')
    expect(data).toEqual({
      basket: [1, 2],
      token: '[Filtered]',
      nested: { password: '[Filtered]' },
    })
    expect(sent).not.toContain('s3cret')
    expect(read).toBe(json)
  })

  it('are those of forms, too', async () => {
    const form = 'name=basket&session=s3cret'
    const { data, read } = await bodyOf(form, 'application/x-www-form-urlencoded')
    expect(data).toEqual({ name: 'basket', session: '[Filtered]' })
    expect(read).toBe(form)
  })

  it.each([
    ['of another kind', 'a text', 'text/plain', {}],
    ['that is broken', '{"a', 'application/json', {}],
    [
      'that is too big',
      JSON.stringify('x'.repeat(1100)),
      'application/json',
      { maxIncomingRequestBodySize: 'small' },
    ],
    ['of no size at all', '{}', 'application/json', { maxRequestBodySize: 'none' }],
    [
      'that is to be ignored',
      '{}',
      'application/json',
      { ignoreIncomingRequestBody: (url: string) => url === '/a' },
    ],
  ] as [string, string, string, HttpOptions][])(
    'leave out one %s',
    async (_what, body, type, options) => {
      const { data, read } = await bodyOf(body, type, options)
      expect(data).toBeUndefined()
      expect(read).toBe(body)
    },
  )

  it('may be bigger where that is said', async () => {
    const big = JSON.stringify({ a: Array.from({ length: 5000 }, () => 'xx') })
    const { data } = await bodyOf(big, 'application/json', { maxIncomingRequestBodySize: 'always' })
    expect(data).toHaveProperty('a')
  })
})

describe('warnOutsideRequests', () => {
  /** Captures what it is told to while a request is open, outside of it. */
  async function outsideWhileOpen(capture: () => void): Promise<void> {
    const handlers: (() => void)[] = []
    const port = await listening(
      servers.http((_request, response) => void handlers.push(() => response.end())),
    )
    const answer = post(`http://127.0.0.1:${port}/`)
    await expect.poll(() => handlers.length).toBe(1)
    capture()
    for (const end of handlers) end()
    await answer
  }

  it('warns once for each place', async () => {
    startWith({ warnOutsideRequests: true })
    const lost = (): void => void captureException(new TypeError('lost'))
    await outsideWhileOpen(() => {
      lost()
      lost()
      captureMessage('lost as well')
    })
    const lines = printed('warn').map(String)
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(
      /Captured outside of every request while 1 open: .*http-options\.test\.ts:\d+ \(TypeError\)/,
    )
    expect(lines[1]).toContain('lost as well')
  })

  it('says nothing of jobs, nor while no request is open, nor unless it is asked to', async () => {
    startWith({ warnOutsideRequests: true })
    await outsideWhileOpen(() => withIsolationScope(() => captureMessage('a job')))
    captureMessage('alone')
    startWith({})
    await outsideWhileOpen(() => captureMessage('lost'))
    expect(printed('warn')).toEqual([])
  })

  it('says nothing of what a request captures', async () => {
    startWith({ warnOutsideRequests: true })
    const port = await listening(
      servers.http((_request, response) => {
        captureMessage('inside')
        response.end()
      }),
    )
    await post(`http://127.0.0.1:${port}/`)
    expect(printed('warn')).toEqual([])
  })
})
