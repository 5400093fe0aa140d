// @vitest-environment jsdom
import { type BrowserOptions, captureMessage, init } from '@mayday/browser'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { started } from './setup.js'

const DIRECT = 'https://receiver.example/api/1/envelope/'
const HTML = { headers: { 'Content-Type': 'text/html; charset=utf-8' } }

/** What each way answers; nothing for silence. */
let ways: { direct?: () => Response; path?: () => Response }
let asked: { way: 'direct' | 'path'; url: string; body: string }[]

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  ways = {}
  asked = []
  vi.stubGlobal('fetch', async (url: string, { body }: RequestInit) => {
    const way = url.startsWith(DIRECT) ? 'direct' : 'path'
    asked.push({ way, url, body: body as string })
    const answer = ways[way]
    if (!answer) throw new TypeError('Failed to fetch')
    return answer()
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  sessionStorage.clear()
})

const ok = (): Response => new Response('{}')
const answered = (status: number, init?: ResponseInit) => (): Response =>
  new Response('{}', { status, ...init })

function startPage(options: BrowserOptions = {}) {
  const client = init({ dsn: 'https://public@receiver.example/1', tunnel: 'auto', ...options })
  return started(client)
}

/** By which ways one event went, without what is asked twice because of keepalive. */
async function waysOf(message: string, options?: BrowserOptions): Promise<string[]> {
  asked = []
  const client = startPage(options)
  captureMessage(message)
  await vi.advanceTimersByTimeAsync(0)
  void client.close(1)
  return [...new Set(asked.map(({ way }) => way))]
}

describe("tunnel: 'auto'", () => {
  it('goes the direct way as long as that is open, and remembers nothing', async () => {
    ways = { direct: ok, path: ok }
    expect(await waysOf('hello')).toEqual(['direct'])
    expect(sessionStorage).toHaveLength(0)
  })

  it('goes by the path what the direct way did not let through, in the same attempt', async () => {
    ways = { path: ok }
    const client = startPage({ tunnelPath: '/errors' })
    captureMessage('blocked')
    await vi.advanceTimersByTimeAsync(0)
    expect(client.stats()).toMatchObject({ delivered: 1 })
    const { url, body } = asked.at(-1) ?? {}
    expect(url).toBe('/errors')
    expect(JSON.parse(body?.split('\n')[0] ?? '')).toMatchObject({
      dsn: 'https://public@receiver.example/1',
    })
  })

  it.each([200, 413, 429])(
    'remembers for the session that the path answered %i',
    async (status) => {
      ways = { path: answered(status) }
      expect(await waysOf('first')).toEqual(['direct', 'path'])
      expect(await waysOf('second')).toEqual(['path'])
      sessionStorage.clear()
      expect(await waysOf('in another session')).toEqual(['direct', 'path'])
    },
  )

  it.each([
    ['404', answered(404)],
    ['405', answered(405)],
    ['403 of a server that knows no such path', answered(403)],
    ['a page for everything', answered(200, HTML)],
    ['nothing', undefined],
  ])(
    'takes %s for a path that is not there, which is not asked for a while',
    async (_what, path) => {
      ways = path ? { path } : {}
      const client = startPage()
      captureMessage('blocked')
      await vi.advanceTimersByTimeAsync(30_000)
      expect(asked.filter(({ way }) => way === 'path')).toHaveLength(path ? 1 : 2)
      expect(asked.filter(({ way }) => way === 'direct').length).toBeGreaterThan(4)
      expect(client.stats()).toMatchObject({ pending: 1, dropped: 0 })
      expect(sessionStorage).toHaveLength(0)
      ways = { path: ok }
      await vi.advanceTimersByTimeAsync(120_000)
      expect(client.stats()).toMatchObject({ delivered: 1 })
    },
  )

  it('goes the direct way again when the path is there no longer', async () => {
    ways = { path: ok }
    await waysOf('first')
    ways = { direct: ok, path: answered(404) }
    const client = startPage()
    asked = []
    captureMessage('second')
    await vi.advanceTimersByTimeAsync(2000)
    expect(asked.map(({ way }) => way)).toEqual(['path', 'direct'])
    expect(client.stats()).toMatchObject({ delivered: 1 })
    expect(sessionStorage).toHaveLength(0)
  })

  it('lets the receiver behind a path that is known refuse an event', async () => {
    ways = { path: ok }
    await waysOf('first')
    ways = { path: answered(400) }
    const client = startPage({ sendClientReports: false })
    captureMessage('second')
    await vi.advanceTimersByTimeAsync(0)
    expect(client.stats()).toMatchObject({ reasons: { send_error: 1 } })
  })

  it('does not blame the way when there is no network', async () => {
    ways = { path: ok }
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    expect(await waysOf('offline')).toEqual(['direct'])
  })

  it('works where nothing can be remembered', async () => {
    vi.stubGlobal('sessionStorage', undefined)
    ways = { path: ok }
    expect(await waysOf('first')).toEqual(['direct', 'path'])
  })
})
