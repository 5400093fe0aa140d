/** What is owed to every framework, told by one app that each of them serves. */
import { Readable } from 'node:stream'
import type { MemoryReceiver } from '@mayday/core/testing'
import { captureException, captureMessage, setUser } from '@mayday/node'
import { describe, expect, it, vi } from 'vitest'
import { printed } from '../../../../test/setup/quiet-console.js'
import { captured, start } from '../setup.js'
import { type Answer, ask } from './served.js'

export interface AppOptions {
  /** How often our handler is set up. @default 1 */
  times?: number
  shouldHandleError?: (() => boolean) | undefined
}

export interface Framework {
  readonly mechanism: string
  /** Serves an app with the routes below, and resolves with its address. */
  serve(options?: AppOptions): Promise<string>
  /** Whether the framework takes nothing for an error when it is thrown. @default true */
  readonly nothingIsThrown?: boolean
  /** Whether it answers where nothing is thrown. @default true */
  readonly answersNothing?: boolean
  /** What it hands on instead of a text that was thrown. */
  readonly insteadOfText?: string
  /** How it writes what is written `/users/:id` here. */
  readonly written?: (route: string) => string
  /** Whether it has routes. @default true */
  readonly hasRoutes?: boolean
  /** How many lines it prints of a stream that breaks; that may be later than the answer. @default 0 */
  readonly linesOfStream?: number
  /** Whether it hears of streams that break. @default true */
  readonly hearsStreams?: boolean
}

type Sent = MemoryReceiver['events'][number]

/** What the routes of the app do. */
export const routes = {
  /** /users/:id */
  throwing(): never {
    throw new RangeError('no such number')
  },
  /** /late/:id */
  async rejecting(): Promise<never> {
    await null
    throw new RangeError('too late')
  },
  /** /api/orders/:id, in whatever the framework mounts */
  mounted(): never {
    throw new Error('mounted')
  },
  /** /text */
  throwingText(): never {
    throw 'just a text'
  },
  /** /nothing */
  throwingNothing(): never {
    throw undefined
  },
  /** /by-hand/:id, answers with the text */
  async byHand(): Promise<string> {
    await null
    captureMessage('by hand')
    return 'fine'
  },
  /** /caught/:id */
  caughtAndThrown(): never {
    const error = new Error('twice')
    captureException(error)
    throw error
  },
  /** /of/:id */
  async ofUser(id: string): Promise<never> {
    setUser({ id })
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 10))
    throw new Error(`of ${id}`)
  },
  /** /stream, breaks after its first part has been sent. */
  stream(): Readable {
    const stream = new Readable({ read() {} })
    stream.push('first part')
    setTimeout(() => stream.destroy(new Error('in the stream')), 50)
    return stream
  },
}

/** Every path that is asked for when answers are compared. */
const PATHS = [
  'GET /fine',
  'HEAD /fine',
  'POST /fine',
  'GET /missing',
  'GET /users/7',
  'HEAD /users/7',
  'GET /late/7',
  'GET /api/orders/7',
  'GET /refused',
  'GET /text',
  'GET /nothing',
  'GET /stream',
]

export function everyFramework({
  mechanism,
  serve,
  nothingIsThrown = true,
  answersNothing = true,
  insteadOfText = 'just a text',
  written = (route) => route,
  hasRoutes = true,
  linesOfStream = 0,
  hearsStreams = true,
}: Framework): void {
  /** The one event that asking for the path leads to. */
  async function eventOf(
    path: string,
    options?: AppOptions,
  ): Promise<{ event: Sent; url: string }> {
    const memory = start()
    const url = await serve(options)
    await ask(url + path)
    const event = await memory.captured()
    await memory.client.flush()
    expect(memory.events).toHaveLength(1)
    printed('error')
    return { event, url }
  }
  const named = (route: string, path: string): string => `GET ${hasRoutes ? written(route) : path}`

  describe('an error that is thrown while a request is served', () => {
    it('is captured once, with its route and its request', async () => {
      const { event, url } = await eventOf('/users/7?token=abc')
      expect(captured(event)).toMatchObject({
        type: 'RangeError',
        value: 'no such number',
        mechanism: { type: mechanism, handled: false },
      })
      expect(event).toMatchObject({
        transaction: named('/users/:id', '/users/7'),
        request: { method: 'GET', url: `${url}/users/7`, query_string: 'token=[Filtered]' },
      })
      expect(captured(event).stacktrace?.frames?.at(-1)?.function).toMatch(/throwing$/)
    })

    it('is captured when it comes later, too', async () => {
      const { event } = await eventOf('/late/7')
      expect(captured(event).value).toBe('too late')
      expect(event.transaction).toBe(named('/late/:id', '/late/7'))
    })

    it('is captured once where our handler is set up twice', async () => {
      await eventOf('/users/7', { times: 2 })
    })

    it('may be a text, which is captured once where our handler is set up twice', async () => {
      const { event } = await eventOf('/text', { times: 2 })
      expect(captured(event).value).toBe(insteadOfText)
    })

    it('may be nothing at all', async () => {
      const { client, events } = start()
      const asking = ask(`${await serve()}/nothing`).catch(() => {})
      if (answersNothing) await asking
      else await expect.poll(() => events.length).toBe(1)
      await client.flush()
      printed('error')
      expect(events).toHaveLength(nothingIsThrown ? 1 : 0)
    })

    it('is not told again when the route has captured it by hand', async () => {
      const { event } = await eventOf('/caught/7')
      expect(captured(event).mechanism).toMatchObject({ type: 'generic' })
    })

    it.runIf(hearsStreams)('is captured when a stream throws it while it is sent', async () => {
      const { event } = await eventOf('/stream')
      expect(captured(event)).toMatchObject({
        value: 'in the stream',
        mechanism: { type: mechanism, handled: false },
      })
      expect(event.transaction).toBe('GET /stream')
    })
  })

  describe('the name of the route', () => {
    it('holds where it is mounted', async () => {
      const { event } = await eventOf('/api/orders/7?x=1')
      expect(event.transaction).toBe(named('/api/orders/:id', '/api/orders/7'))
    })

    it('is on what is captured by hand, too', async () => {
      const { event, url } = await eventOf('/by-hand/7')
      expect(event).toMatchObject({
        message: 'by hand',
        transaction: named('/by-hand/:id', '/by-hand/7'),
        request: { url: `${url}/by-hand/7` },
      })
    })
  })

  it.each(['GET /fine', 'HEAD /fine', 'POST /fine', 'GET /missing', 'GET /refused'])(
    'nothing is captured of what is answered on purpose: %s',
    async (line) => {
      const { client, events } = start()
      const [method, path] = line.split(' ')
      const url = await serve()
      await ask(url + path, method)
      await ask(`${url}/users/7`)
      // Only then it is sure that the first is through.
      await expect.poll(() => events.length).toBe(1)
      await client.flush()
      printed('error')
      expect(events.map((event) => captured(event).value)).toEqual(['no such number'])
    },
  )

  it('nothing is captured that shouldHandleError does not want', async () => {
    const { client, events } = start()
    let asked = 0
    const url = await serve({
      shouldHandleError: () => {
        asked++
        return false
      },
    })
    await ask(`${url}/users/7`)
    await expect.poll(() => asked).toBe(1)
    await client.flush()
    printed('error')
    expect(events).toEqual([])
  })

  it('a shouldHandleError that fails lets the error be captured, and nobody else sees that', async () => {
    const shouldHandleError = (): boolean => {
      throw new Error('of the callback')
    }
    const { event } = await eventOf('/users/7', { shouldHandleError })
    expect(captured(event).value).toBe('no such number')
  })

  it('each of 50 concurrent requests has its own user', async () => {
    const { client, events } = start({ floodControl: false })
    const url = await serve()
    const ids = Array.from({ length: 50 }, (_, index) => `${index}`)
    await Promise.all(ids.map((id) => ask(`${url}/of/${id}`)))
    await expect.poll(() => events.length).toBe(50)
    await client.flush()
    printed('error')
    const told = events.map(
      (event) => `${captured(event).value} ${event.user?.id} ${event.request?.url}`,
    )
    expect(told.sort()).toEqual(ids.map((id) => `of ${id} ${id} ${url}/of/${id}`).sort())
  })

  it('it is the same when init comes after the app has been made', async () => {
    const url = await serve()
    const memory = start()
    await ask(`${url}/users/7`)
    const event = await memory.captured()
    expect(event.transaction).toBe(named('/users/:id', '/users/7'))
    await memory.client.flush()
    expect(memory.events).toHaveLength(1)
    printed('error')
  })

  it('the next client captures where the first has been closed', async () => {
    const first = start()
    const url = await serve()
    await ask(`${url}/users/7`)
    await first.captured()
    await first.client.close()
    const second = start()
    await ask(`${url}/users/7`)
    await second.captured()
    expect([first.events.length, second.events.length]).toEqual([1, 1])
    printed('error')
  })

  it.each(['without init', 'with init'])(
    'the app answers and logs as it does without: %s',
    async (how) => {
      const memory = how === 'with init' ? start() : undefined
      const urls = [await serve({ times: 0 }), await serve({ times: 1 }), await serve({ times: 2 })]
      for (const line of PATHS) {
        if (line.endsWith('/nothing') && !answersNothing) continue
        const [method, path] = line.split(' ')
        const seen: unknown[] = []
        for (const url of urls) {
          const answer = await ask(url + path, method)
          if (line.endsWith('/stream')) {
            const told = (): number => vi.mocked(console.error).mock.calls.length
            await expect.poll(told).toBe(linesOfStream)
          }
          // The rest of a line is where it was thrown, which has our own frames.
          const lines = printed('error').map((text) => text.trim().split('\n')[0])
          seen.push({ line, ...comparable(answer), lines })
        }
        expect(seen[1]).toEqual(seen[0])
        expect(seen[2]).toEqual(seen[0])
      }
      // Some hear of it after the client has, and the next test has another receiver.
      const told = () => memory?.events.map(({ request }) => request?.url)
      if (!memory || !hearsStreams) return
      await expect.poll(told).toContain(`${urls[1]}/stream`)
      await expect.poll(told).toContain(`${urls[2]}/stream`)
    },
  )
}

function comparable({ headers: { date: _date, ...headers }, ...answer }: Answer): object {
  return { ...answer, headers }
}
