import { channel } from 'node:diagnostics_channel'
import { Agent, createServer, get, type RequestListener, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  addBreadcrumb,
  type Breadcrumb,
  captureException,
  captureMessage,
  type Event,
  flush,
  httpIntegration,
  init,
  nativeNodeFetchIntegration,
  withIsolationScope,
} from '@mayday/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { captured, createReceiver, start, started } from './setup.js'

let url = ''
let close = (): void => {}
let answer: RequestListener = (_request, response) => void response.end('fine')

beforeEach(async () => {
  const server = createServer((...given) => answer(...given)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = () => {
    server.closeAllConnections()
    server.close()
  }
})
afterEach(() => {
  close()
  answer = (_request, response) => void response.end('fine')
})

/** An address at which nobody listens. */
async function nowhere(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return `http://127.0.0.1:${port}`
}

function byHttp(address: string, options: object = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(address, options, (response) => {
      response.resume().on('end', () => resolve(response.statusCode))
    }).on('error', reject)
  })
}

async function byFetch(address: string): Promise<number> {
  const response = await fetch(address)
  await response.text()
  return response.status
}

const WAYS: [string, (address: string) => Promise<unknown>][] = [
  ['node:http', byHttp],
  ['fetch', byFetch],
]

function crumbs(event: object | undefined): Breadcrumb[] {
  const { breadcrumbs } = event as { breadcrumbs?: { values: Breadcrumb[] } }
  return (breadcrumbs?.values ?? []).map(({ timestamp: _, ...crumb }) => crumb)
}

describe.each(WAYS)('a request by %s', (name, ask) => {
  it('leaves a breadcrumb without what its query says', async () => {
    const memory = start()
    await withIsolationScope(async () => {
      await ask(`${url}/items?id=4711&flag#top`)
      captureMessage('then')
    })
    expect(crumbs(await memory.captured())).toEqual([
      {
        type: 'http',
        category: 'http',
        data: {
          url: `${url}/items`,
          'http.method': 'GET',
          'http.query': '?id=[Filtered]&[Filtered]',
          status_code: 200,
        },
      },
    ])
  })

  it('leaves one with its query where that is opened', async () => {
    const memory = start({ dataCollection: { queryParams: true } })
    await withIsolationScope(async () => {
      await ask(`${url}/items?id=4711`)
      captureMessage('then')
    })
    expect(crumbs(await memory.captured())[0]?.data?.['http.query']).toBe('?id=4711')
  })

  it.each([
    [204, undefined],
    [404, 'warning'],
    [500, 'error'],
  ])('answered with %s leaves one of level %s', async (status, level) => {
    answer = (_request, response) => void response.writeHead(status).end()
    const memory = start()
    await withIsolationScope(async () => {
      await ask(url)
      captureMessage('then')
    })
    expect(crumbs(await memory.captured())).toMatchObject([{ data: { status_code: status } }])
    expect(crumbs(memory.events[0])[0]?.level).toBe(level)
  })

  it('leaves one where it was made, whatever runs when the answer comes', async () => {
    const memory = start({ floodControl: false })
    // Requests that wait for one connection are woken by each other.
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        withIsolationScope(async () => {
          addBreadcrumb({ message: `of ${index}` })
          await ask(`${url}/${index}`)
          captureMessage(`after ${index}`)
        }),
      ),
    )
    await flush()
    expect(memory.events).toHaveLength(20)
    for (const event of memory.events) {
      const id = event.message?.slice('after '.length)
      const [mine, theirs, ...more] = crumbs(event)
      expect([mine?.message, theirs?.data?.url, more]).toEqual([`of ${id}`, `${url}/${id}`, []])
    }
  })

  it('that fails leaves one, and its error tells of it', async () => {
    const memory = start()
    const address = await nowhere()
    await withIsolationScope(async () => {
      await ask(`${address}/items?id=4711`).catch(captureException)
    })
    const event = await memory.captured()
    expect(crumbs(event)).toMatchObject([{ level: 'error', data: { url: `${address}/items` } }])
    expect(crumbs(event)[0]?.data).not.toHaveProperty('status_code')
    const { mechanism, stacktrace } = captured(event)
    expect(mechanism?.data).toMatchObject({ method: 'GET', url: `${address}/items` })
    // Node 20 announces requests of its own when they are written, which is too late.
    if (name === 'node:http' && process.version.startsWith('v20.')) return
    const own = stacktrace?.frames?.filter(({ in_app }) => in_app) ?? []
    expect(own.map((frame) => frame.filename)).toContain(import.meta.filename)
  })

  it('that fails is told of below another error as well', async () => {
    const memory = start()
    const address = await nowhere()
    const cause = await ask(address).catch((error: unknown) => error)
    captureException(new AggregateError([new Error('one'), cause], 'outer', { cause: 'none' }))
    const values = (await memory.captured()).exception?.values ?? []
    const told = values.filter(({ mechanism }) => mechanism?.data?.url)
    expect(told.map(({ mechanism }) => mechanism?.source)).toEqual(['errors[1]'])
  })

  it('is of no interest where the program says so', async () => {
    const ignoreOutgoingRequests = (address: string): boolean => address.includes('/health')
    const memory = start({
      integrations: [
        httpIntegration({ ignoreOutgoingRequests }),
        nativeNodeFetchIntegration({ ignoreOutgoingRequests }),
      ],
    })
    await withIsolationScope(async () => {
      await ask(`${url}/health?now`)
      await ask(`${url}/items`)
      captureMessage('then')
    })
    expect(crumbs(await memory.captured()).map(({ data }) => data?.url)).toEqual([`${url}/items`])
  })

  it('is told of although the function that is asked fails', async () => {
    const ignoreOutgoingRequests = (): boolean => {
      throw new Error('of the program')
    }
    const memory = start({
      integrations: [
        httpIntegration({ ignoreOutgoingRequests }),
        nativeNodeFetchIntegration({ ignoreOutgoingRequests }),
      ],
    })
    await withIsolationScope(async () => {
      expect(await ask(url)).toBe(200)
      captureMessage('then')
    })
    expect(crumbs(await memory.captured())).toHaveLength(1)
  })

  it('leaves none where that is switched off, and its failure is told of all the same', async () => {
    const breadcrumbs = false
    const memory = start({
      integrations: [httpIntegration({ breadcrumbs }), nativeNodeFetchIntegration({ breadcrumbs })],
    })
    const address = await nowhere()
    await withIsolationScope(async () => {
      await ask(url)
      await ask(address).catch(captureException)
    })
    const event = await memory.captured()
    expect(crumbs(event)).toEqual([])
    expect(captured(event).mechanism?.data).toMatchObject({ url: `${address}/` })
  })

  it('shows itself to beforeBreadcrumb', async () => {
    const hints: unknown[] = []
    const memory = start({
      beforeBreadcrumb: (crumb, hint) => {
        hints.push([hint?.event, typeof hint?.request, typeof hint?.response])
        return crumb
      },
    })
    await ask(url)
    expect(hints).toEqual([['response', 'object', 'object']])
    await memory.client.flush()
  })

  it('carries no headers of ours', async () => {
    const seen: string[] = []
    answer = ({ headers }, response) => {
      seen.push(...Object.keys(headers))
      response.end()
    }
    start()
    await ask(url)
    expect(seen).toContain('host')
    expect(seen.filter((name) => /sentry|baggage|traceparent/.test(name))).toEqual([])
  })
})

it('of a request that has waited for a connection goes where it was made', async () => {
  const memory = start({ floodControl: false })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      withIsolationScope(async () => {
        await byHttp(`${url}/${index}`, { agent })
        captureMessage(`after ${index}`)
      }),
    ),
  )
  agent.destroy()
  await flush()
  const led = memory.events.map((event) => [
    event.message,
    ...crumbs(event).map(({ data }) => data?.url),
  ])
  const expected = Array.from({ length: 10 }, (_, index) => [`after ${index}`, `${url}/${index}`])
  expect(led.sort()).toEqual(expected)
})

it('that is told of elsewhere leaves its breadcrumb where it was made', async () => {
  const memory = start({ floodControl: false })
  const made = { origin: url, path: '/pooled', method: 'GET' }
  await withIsolationScope(async () => {
    channel('undici:request:create').publish({ request: made })
    // As by a connection that another request has opened.
    withIsolationScope(() => {
      channel('undici:request:headers').publish({ request: made, response: { statusCode: 200 } })
      captureMessage('there')
    })
    captureMessage('here')
  })
  await flush()
  const led = memory.events.map((event) => [event.message, crumbs(event).length])
  expect(led).toEqual([
    ['there', 0],
    ['here', 1],
  ])
})

describe('an error of fetch', () => {
  it('that has no place of the program has that of the call', async () => {
    const memory = start()
    const address = await nowhere()
    // Where nobody awaits it, Node's own stack says nothing of the program; since Node 24 in no case.
    await new Promise<void>((resolve) => {
      fetch(address).catch((error) => {
        captureException(error)
        resolve()
      })
    })
    const frames = captured(await memory.captured()).stacktrace?.frames ?? []
    expect(frames.at(-1)).toMatchObject({ filename: import.meta.filename, in_app: true })
    expect(frames.at(-1)?.context_line).toContain('fetch(address)')
  })

  it('has the host behind its message, in the event only', async () => {
    const memory = start()
    const address = await nowhere()
    const error = await fetch(address).catch((error: unknown) => error)
    captureException(error)
    expect(captured(await memory.captured()).value).toBe(`fetch failed (${new URL(address).host})`)
    expect((error as Error).message).toBe('fetch failed')
  })

  it('keeps its message where that is wanted', async () => {
    const memory = start({ enhanceFetchErrorMessages: false })
    const error = await fetch(await nowhere()).catch((error: unknown) => error)
    captureException(error)
    expect(captured(await memory.captured()).value).toBe('fetch failed')
  })
})

describe('a request of the SDK itself', () => {
  it('leaves no breadcrumb', async () => {
    const receiver = await createReceiver()
    started(init({ dsn: receiver.dsn }))
    captureMessage('the first')
    await flush()
    captureMessage('the second')
    await flush()
    expect(receiver.arrived.map(({ event }) => crumbs(event))).toEqual([[], []])
  })

  it('leaves none where it fails at a proxy', async () => {
    const events: Event[] = []
    const beforeSend = (event: Event): Event => {
      events.push(structuredClone(event))
      return event
    }
    const transportOptions = { proxy: await nowhere() }
    started(init({ dsn: 'https://key@127.0.0.1:9/1', transportOptions, beforeSend, spool: false }))
    captureMessage('the first')
    await flush(200)
    captureMessage('the second')
    expect(events.map((event) => event.breadcrumbs ?? [])).toEqual([[], []])
  })

  it('leaves none by a transport of the program either', async () => {
    let arrived = 0
    answer = (_request, response) => {
      arrived++
      response.end('{}')
    }
    const transport = ({ url }: { url: string }) => ({
      send: async (envelope: unknown[]) => {
        await fetch(url, { method: 'POST', body: JSON.stringify(envelope) }).catch(() => {})
        return {}
      },
      flush: async () => true,
    })
    const events: Event[] = []
    const beforeSend = (event: Event): Event => {
      events.push(structuredClone(event))
      return event
    }
    const dsn = `${url.replace('//', '//public@')}/42`
    started(init({ dsn, transport, beforeSend }))
    captureMessage('the first')
    await flush()
    captureMessage('the second')
    await flush()
    expect(arrived).toBe(2)
    expect(events.map((event) => event.breadcrumbs ?? [])).toEqual([[], []])
  })
})

describe('close', () => {
  it('leaves no channel with a listener', async () => {
    const names = [
      'http.client.request.created',
      'http.client.request.start',
      'http.client.response.finish',
      'undici:request:create',
      'undici:request:headers',
      'undici:request:error',
      'child_process',
      'worker_threads',
    ]
    const listened = (): string[] => names.filter((name) => channel(name).hasSubscribers)
    const before = listened()
    const { client } = start()
    expect(listened()).toEqual(names)
    await client.close()
    expect(listened()).toEqual(before)
  })

  it('leaves a request that is under way alone', async () => {
    const memory = start()
    answer = async (_request, response) => {
      await memory.client.close()
      response.end('fine')
    }
    expect(await byHttp(url)).toBe(200)
    const upstream = request(url)
    expect(upstream.listenerCount('error')).toBe(0)
    upstream.on('error', () => {}).destroy()
  })
})
