import {
  captureConsoleIntegration,
  captureEvent,
  captureException,
  captureMessage,
  consoleChannel,
  type Event,
  eventFiltersIntegration,
  extraErrorDataIntegration,
  functionToStringIntegration,
  type Integration,
  inboundFiltersIntegration,
  type LinkedErrorsOptions,
  linkedErrorsIntegration,
  type Options,
  type RewriteFramesOptions,
  rewriteFramesIntegration,
} from '@mayday/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { printed } from '../../../test/setup/quiet-console.js'
import { start } from './setup.js'

/** What arrives of what `capture` captures while the integration is installed. */
async function arriving(
  integration: Integration,
  capture: () => unknown,
  options: Partial<Options> = {},
) {
  const { client, events } = start({ integrations: [integration], ...options })
  capture()
  await client.flush()
  return { client, events, event: events[0] as Event & (typeof events)[0] }
}

const titleOf = ({ message, exception }: Pick<Event, 'message' | 'exception'>) =>
  message ?? exception?.values?.at(-1)?.value

describe('linkedErrorsIntegration', () => {
  const chain = (options: LinkedErrorsOptions | undefined, error: Error) =>
    arriving(linkedErrorsIntegration(options), () => captureException(error)).then(({ event }) =>
      event.exception?.values?.map(({ value }) => value),
    )
  const nested = (key: string, depth: number): Error =>
    Object.assign(new Error(`${depth}`), depth > 0 ? { [key]: nested(key, depth - 1) } : {})

  it('follows causes as it is done without it', async () => {
    expect(await chain(undefined, nested('cause', 7))).toEqual(['2', '3', '4', '5', '6', '7'])
  })

  it('follows as many as it is told to', async () => {
    expect(await chain({ limit: 2 }, nested('cause', 7))).toEqual(['5', '6', '7'])
    expect(await chain({ limit: 7 }, nested('cause', 7))).toHaveLength(8)
  })

  it('follows the member it is told to, and says so', async () => {
    const { event } = await arriving(linkedErrorsIntegration({ key: 'reason' }), () =>
      captureException(nested('reason', 1)),
    )
    expect(event.exception?.values).toMatchObject([
      { value: '0', mechanism: { type: 'chained', source: 'reason', parent_id: 0 } },
      { value: '1', mechanism: { type: 'generic', exception_id: 0 } },
    ])
    expect(event.exception?.values?.[1]?.mechanism).not.toHaveProperty('is_exception_group')
    expect(event.sdk?.integrations).toContain('LinkedErrors')
    expect(await chain({ key: 'reason' }, nested('cause', 1))).toEqual(['1'])
  })
})

describe('eventFiltersIntegration', () => {
  function errorIn(file: string, message = 'boom'): Error {
    const error = new Error(message)
    error.stack = `Error: ${message}\n    at f (${file}:1:1)`
    return error
  }

  it('drops what its filters and those of init do not want', async () => {
    const filters = eventFiltersIntegration({
      ignoreErrors: [/^mine/],
      denyUrls: ['ads.example'],
      allowUrls: ['shop.example', 'ads.example'],
    })
    const { events, client } = await arriving(
      filters,
      () => {
        captureMessage('mine')
        captureMessage('yours')
        captureException(errorIn('https://ads.example/a.js'))
        captureException(errorIn('https://other.example/a.js'))
        captureException(errorIn('https://shop.example/a.js', 'own'))
        captureMessage('kept')
      },
      { ignoreErrors: ['yours'] },
    )
    expect(events.map(titleOf)).toEqual(['own', 'kept'])
    expect(client.stats().rules).toEqual({ EventFilters: 3, ignoreErrors: 1 })
  })

  it('turns off the rules against noise on request', async () => {
    const noise = await arriving(eventFiltersIntegration({ disableErrorDefaults: true }), () => {})
    expect(noise.client.getOptions().noise).toBe(false)
    const quiet = await arriving(eventFiltersIntegration(), () => {})
    expect(quiet.client.getOptions().noise).toEqual({})
  })

  it('has its former name, too', async () => {
    const { events, event } = await arriving(
      inboundFiltersIntegration({ ignoreErrors: ['mine'] }),
      () => {
        captureMessage('mine')
        captureMessage('kept')
      },
    )
    expect(events.map(titleOf)).toEqual(['kept'])
    expect(event.sdk?.integrations).toContain('InboundFilters')
  })
})

describe('functionToStringIntegration', () => {
  const native = Function.prototype.toString

  it('shows the source of wrapped functions, until the client closes', async () => {
    const sourceOf = (fn: unknown): string => Function.prototype.toString.call(fn)
    const own = sourceOf(console.warn)
    const stop = consoleChannel.subscribe(() => {})
    const wrapped = sourceOf(console.warn)
    expect(wrapped).not.toBe(own)
    const { client } = await arriving(functionToStringIntegration(), () => {
      expect(sourceOf(console.warn)).toBe(own)
      expect(String(Function.prototype.toString)).toBe(native.call(native))
      const mine = () => 'mine'
      expect(String(mine)).toBe(native.call(mine))
      expect(() => Function.prototype.toString.call({} as never)).toThrow(TypeError)
    })
    await client.close()
    stop()
    expect(Function.prototype.toString).toBe(native)
  })
})

describe('extraErrorDataIntegration', () => {
  const contextsOf = async (
    error: unknown,
    options?: Parameters<typeof extraErrorDataIntegration>[0],
  ) =>
    (
      await arriving(extraErrorDataIntegration(options), () => captureException(error), {
        normalizeDepth: 8,
      })
    ).event.contexts ?? {}

  it('puts the members of an error into a context of its name', async () => {
    const error = Object.assign(new RangeError('m'), {
      code: 7,
      details: { field: ['a'] },
      inner: new TypeError('inside'),
      missing: undefined,
    })
    expect((await contextsOf(error)).RangeError).toEqual({
      code: 7,
      details: { field: ['a'] },
      inner: 'TypeError: inside',
    })
  })

  it('tells of the cause, unless told not to', async () => {
    const make = () =>
      Object.assign(new Error('outer', { cause: Object.assign(new TypeError('c'), { port: 1 }) }), {
        code: 7,
      })
    expect((await contextsOf(make())).Error).toEqual({ code: 7, cause: { TypeError: { port: 1 } } })
    expect((await contextsOf(make(), { captureErrorCause: false })).Error).toEqual({ code: 7 })
    expect((await contextsOf(new Error('m', { cause: 'text' }))).Error).toEqual({ cause: 'text' })
  })

  it('keeps so many levels', async () => {
    const error = () => Object.assign(new Error('m'), { a: { b: { c: { d: 1 } } } })
    expect((await contextsOf(error(), { depth: 2 })).Error).toEqual({ a: { b: '[Object]' } })
    expect((await contextsOf(error(), { depth: 5 })).Error).toEqual({ a: { b: { c: { d: 1 } } } })
  })

  it('asks toJSON, and tells nothing of whole requests', async () => {
    const error = Object.assign(new Error('m'), {
      config: { headers: { cookie: 'x' } },
      toJSON: () => ({ status: 404, message: 'm', request: { body: 'x' } }),
    })
    expect((await contextsOf(error)).Error).toEqual({ status: 404 })
  })

  it.each<[string, unknown]>([
    ['no error', { code: 7 }],
    ['an error without members', new Error('plain')],
    [
      'an error that cannot be read',
      new Proxy(new Error('m'), {
        ownKeys() {
          throw new Error('mine')
        },
      }),
    ],
  ])('leaves alone %s', async (_what, thrown) => {
    expect(Object.keys(await contextsOf(thrown))).toEqual(['trace'])
  })
})

describe('rewriteFramesIntegration', () => {
  async function rewritten(options: RewriteFramesOptions | undefined, ...filenames: string[]) {
    const frames = filenames.map((filename) => ({ filename, function: 'f' }))
    const { event } = await arriving(rewriteFramesIntegration(options), () =>
      captureEvent({ exception: { values: [{ type: 'E', stacktrace: { frames } }] } }),
    )
    return event.exception?.values?.[0]?.stacktrace?.frames?.map(({ filename }) => filename)
  }
  afterEach(() => vi.unstubAllGlobals())

  it('leaves the names of files on disk', async () => {
    expect(
      await rewritten(undefined, '/srv/app/a.js', 'C:\\app\\b.js', 'app\\c.js', 'node:fs', 'd.js'),
    ).toEqual(['app:///a.js', 'app:///b.js', 'app:///c.js', 'node:fs', 'd.js'])
  })

  it('takes an empty prefix for none', async () => {
    expect(await rewritten({ prefix: '' }, '/srv/app/a.js')).toEqual(['app:///a.js'])
  })

  it('tells paths from a root', async () => {
    const files = ['/srv/app/src/a.js', '/srv/lib/b.js', 'C:\\srv\\app\\c.js', '/srv/app']
    expect(await rewritten({ root: '/srv/app', prefix: '~/' }, ...files)).toEqual([
      '~/src/a.js',
      '~/../lib/b.js',
      '~/c.js',
      '~/',
    ])
  })

  it('puts the prefix in place of the root in pages', async () => {
    vi.stubGlobal('window', {})
    const root = 'https://shop.example/static'
    const files = [`${root}/a.js`, 'https://cdn.example/b.js', '/c.js']
    expect(await rewritten({ root }, ...files)).toEqual(['app:////a.js', ...files.slice(1)])
    expect(await rewritten(undefined, ...files)).toEqual(files)
  })

  it('lets a function have its way with each frame, on a copy', async () => {
    const frames = [{ filename: '/a.js' }]
    const { event } = await arriving(
      rewriteFramesIntegration({
        iteratee(frame) {
          frame.filename += '?v=1'
          return frame
        },
      }),
      () => captureEvent({ exception: { values: [{ type: 'E', stacktrace: { frames } }] } }),
    )
    expect(event.exception?.values?.[0]?.stacktrace?.frames).toEqual([{ filename: '/a.js?v=1' }])
    expect(frames).toEqual([{ filename: '/a.js' }])
  })

  it('keeps the frames as they were when that function throws', async () => {
    const iteratee = () => {
      throw new Error('mine')
    }
    expect(await rewritten({ iteratee }, '/srv/a.js')).toEqual(['/srv/a.js'])
  })

  it('leaves messages alone', async () => {
    const { event } = await arriving(rewriteFramesIntegration(), () => captureMessage('m'))
    expect(event.message).toBe('m')
  })
})

describe('captureConsoleIntegration', () => {
  it('captures texts with their level and arguments', async () => {
    const { events } = await arriving(captureConsoleIntegration(), () => {
      console.log('one', 1)
      console.warn('two')
      console.error('three', { a: 1 })
      console.assert(true, 'holds')
      console.assert(false, 'fails', 4)
    })
    for (const level of ['log', 'warn', 'error'] as const) printed(level)
    expect(events).toMatchObject([
      { message: 'one 1', level: 'info', logger: 'console', extra: { arguments: ['one', 1] } },
      { message: 'two', level: 'warning' },
      { message: 'three [object Object]', level: 'error' },
      { message: 'Assertion failed: fails 4', level: 'info', extra: { arguments: ['fails', 4] } },
    ])
  })

  it('captures the first error among the arguments', async () => {
    const { event, events } = await arriving(captureConsoleIntegration({ handled: false }), () =>
      console.error('went wrong:', new RangeError('far'), new Error('other')),
    )
    printed('error')
    expect(events).toHaveLength(1)
    expect(event).toMatchObject({
      level: 'error',
      logger: 'console',
      exception: {
        values: [
          {
            type: 'RangeError',
            value: 'far',
            mechanism: { type: 'auto.core.capture_console', handled: false },
          },
        ],
      },
    })
  })

  it('captures the levels it is told to', async () => {
    const { events } = await arriving(captureConsoleIntegration({ levels: ['warn'] }), () => {
      console.log('one')
      console.warn('two')
    })
    printed('log')
    printed('warn')
    expect(events.map(titleOf)).toEqual(['two'])
  })

  it('leaves the console as it was when the client closes, and is not told of what it prints', async () => {
    const before = console.warn
    const { client, events } = await arriving(
      captureConsoleIntegration({ levels: ['warn'] }),
      () => console.warn('one'),
      {
        beforeSend(event) {
          console.warn('while sending')
          return event
        },
      },
    )
    expect(printed('warn')).toEqual(['while sending', 'one'])
    expect(events).toHaveLength(1)
    await client.close()
    expect(console.warn).toBe(before)
  })

  it('says where the call stands when messages have stacks', async () => {
    const { event } = await arriving(
      captureConsoleIntegration({ levels: ['warn'] }),
      () => console.warn('where'),
      { attachStacktrace: true },
    )
    printed('warn')
    const [value] = event.exception?.values ?? []
    expect(value?.mechanism).toMatchObject({ type: 'auto.core.capture_console', synthetic: true })
    expect(value?.stacktrace?.frames?.at(-1)?.filename).toContain('integrations.test.ts')
  })
})
