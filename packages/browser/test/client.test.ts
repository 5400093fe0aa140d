// @vitest-environment jsdom
import {
  BrowserClient,
  breadcrumbsIntegration,
  captureException,
  captureMessage,
  dedupeIntegration,
  defaultStackParser,
  getClient,
  getDefaultIntegrations,
  globalHandlersIntegration,
  httpContextIntegration,
  makeFetchTransport,
  Scope,
} from '@mayday/browser'
import { createMemoryReceiver } from '@mayday/core/testing'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { listenToErrors, raise, start, started } from './setup.js'

beforeEach(() => history.replaceState(null, '', '/widget'))

/** A client of one's own, as programs make it that are guests in a page. */
function build(options: Partial<ConstructorParameters<typeof BrowserClient>[0]> = {}) {
  const memory = createMemoryReceiver()
  const client = new BrowserClient({
    ...memory.options,
    stackParser: defaultStackParser,
    integrations: [dedupeIntegration(), httpContextIntegration()],
    ...options,
  })
  const scope = new Scope()
  scope.setClient(started(client))
  return { ...memory, client, scope }
}

describe('a client of one’s own', () => {
  it('sends exactly what is known of an error', async () => {
    const { client, scope, captured } = build({ release: 'widget@1', environment: 'local' })
    client.init()
    const id = scope.captureException(new Error('test client'))
    expect(await captured()).toEqual({
      event_id: id,
      timestamp: expect.any(Number),
      platform: 'javascript',
      level: 'error',
      environment: 'local',
      release: 'widget@1',
      exception: {
        values: [
          {
            type: 'Error',
            value: 'test client',
            mechanism: { type: 'generic', handled: true },
            stacktrace: { frames: expect.any(Array) },
          },
        ],
      },
      request: {
        url: 'http://localhost:3000/widget',
        headers: { 'User-Agent': navigator.userAgent },
      },
      contexts: {
        app: { in_foreground: true },
        device: { online: true },
        trace: {
          trace_id: scope.getPropagationContext().traceId,
          span_id: expect.stringMatching(/^[0-9a-f]{16}$/),
        },
      },
      sdk: {
        name: 'mayday.javascript.browser',
        version: '0.1.0',
        integrations: ['Dedupe', 'HttpContext'],
        packages: [{ name: 'npm:@mayday/browser', version: '0.1.0' }],
        settings: { infer_ip: 'never' },
      },
    })
  })

  it('is nobody’s default, and touches nothing before it is asked to', async () => {
    const { client, scope, events } = build({ integrations: [globalHandlersIntegration()] })
    const stop = listenToErrors()
    expect(getClient()).toBeUndefined()
    raise({ error: new Error('before'), message: 'before' })
    client.init()
    client.init()
    raise({ error: new Error('after'), message: 'after' })
    stop()
    scope.captureMessage('by scope')
    await client.flush()
    expect(
      events.map(({ message, exception }) => message ?? exception?.values?.[0]?.value),
    ).toEqual(['after', 'by scope'])
  })

  it('starts each integration once, and ends what it started', async () => {
    const calls: string[] = []
    const { client } = build({
      integrations: [
        {
          name: 'Noting',
          setup() {
            calls.push('setup')
            return () => calls.push('close')
          },
          afterAllSetup: () => void calls.push('afterAllSetup'),
        },
      ],
    })
    expect(calls).toEqual([])
    client.init()
    client.init()
    expect(calls).toEqual(['setup', 'afterAllSetup'])
    await client.close()
    client.init()
    expect(calls).toEqual(['setup', 'afterAllSetup', 'close'])
  })

  it('lives beside that of init, each with its own events', async () => {
    const page = start()
    const widget = build()
    widget.client.init()
    captureMessage('page')
    widget.scope.captureMessage('widget')
    widget.client.captureException(new Error('widget, too'))
    expect((await page.captured()).message).toBe('page')
    expect((await widget.captured()).message).toBe('widget')
    await widget.captured()
    expect(page.events).toHaveLength(1)
    expect(getClient()).toBe(page.client)
  })

  it('is the default where it is made so', async () => {
    const { client, captured } = build()
    const { setCurrentClient } = await import('@mayday/core')
    setCurrentClient(client)
    client.init()
    captureException(new Error('e'))
    expect((await captured()).exception?.values?.[0]?.value).toBe('e')
  })

  it('posts with the transport it is given', async () => {
    const fetch = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response())
    const { client, scope } = build({ transport: makeFetchTransport })
    scope.captureMessage('posted')
    await client.flush()
    expect(fetch.mock.calls[0]?.[0]).toContain('https://receiver.example/api/1/envelope/?')
    fetch.mockRestore()
  })

  it('sends what it has when the page is hidden, until it is closed', async () => {
    const { client } = build()
    const flush = vi.spyOn(client, 'flush')
    const hide = () => {
      vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
      document.dispatchEvent(new Event('visibilitychange'))
    }
    hide()
    expect(flush).toHaveBeenCalledTimes(1)
    await client.close()
    flush.mockClear()
    hide()
    expect(flush).not.toHaveBeenCalled()
    vi.restoreAllMocks()
  })

  it('is an instance of its class, and of one that adds to it', () => {
    class WidgetClient extends BrowserClient {
      name() {
        return `widget ${this.getOptions().release}`
      }
    }
    const client = new WidgetClient({ release: '7' })
    expect(client).toBeInstanceOf(BrowserClient)
    expect(client).toBeInstanceOf(WidgetClient)
    expect(client.name()).toBe('widget 7')
  })
})

it('getDefaultIntegrations gives what init installs, for programs that choose', () => {
  const names = getDefaultIntegrations({}).map(({ name }) => name)
  expect(names).toEqual(['Breadcrumbs', 'GlobalHandlers', 'Dedupe', 'HttpContext'])
  const { client } = start({ integrations: [breadcrumbsIntegration({ console: false })] })
  expect(client.getSdkMetadata().integrations?.toSorted()).toEqual(names.toSorted())
})
