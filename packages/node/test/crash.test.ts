import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bundle, bundle, type Ending, run } from './programs.js'
import { captured, createReceiver, type Receiver } from './setup.js'

const CRASH = { type: 'auto.node.onuncaughtexception', handled: false }
const REJECTION = { type: 'auto.node.onunhandledrejection', handled: false }

let sdk: Bundle

beforeAll(async () => {
  sdk = await bundle()
}, 60_000)
afterAll(() => sdk?.remove())

function ending({ code, signal, stdout, stderr }: Ending): Ending {
  return { code, signal, stdout, stderr }
}

interface Settings {
  flags?: string[]
  env?: NodeJS.ProcessEnv
  options?: object
  dsn?: string
}

/** Runs the program without and with the SDK, and makes sure that nobody can tell which was which. */
async function runBoth(way: string, receiver: Receiver, settings: Settings = {}) {
  const { flags = [], env = {}, options = {}, dsn = receiver.dsn } = settings
  const alone = await run('ends.mjs', { args: [way], flags, env })
  const watched = await run('ends.mjs', {
    args: [way],
    flags,
    env: { ...env, MAYDAY: sdk.url, DSN: dsn, OPTIONS: JSON.stringify(options) },
  })
  expect(ending(watched)).toEqual(ending(alone))
  return { alone, watched, events: distinctEvents(receiver) }
}

/** A receiver knows a repeated event by its id. */
function distinctEvents({ arrived }: Receiver) {
  const byId = new Map(arrived.map(({ event }) => [event?.event_id, event]))
  return [...byId.values()].filter((event) => event !== undefined)
}

describe('a program that ends', () => {
  it.each([
    ['by an uncaught error', 1, 'RangeError', 'nobody catches this', CRASH, 'fatal'],
    ['by a rejection', 1, 'RangeError', 'nobody handles this', REJECTION, 'fatal'],
    [
      'by itself, its own listener having taken the error',
      0,
      'RangeError',
      'nobody catches this',
      CRASH,
      'fatal',
    ],
    [
      'by itself, its own listener having taken the rejection',
      0,
      'RangeError',
      'nobody handles this',
      REJECTION,
      'error',
    ],
    [
      'by itself, an earlier listener having taken the rejection',
      0,
      'RangeError',
      'nobody handles this',
      REJECTION,
      'error',
    ],
    [
      'by a rejection, its own listener having been taken away',
      1,
      'RangeError',
      'nobody handles this',
      REJECTION,
      'fatal',
    ],
    [
      'by process.exit right after a capture',
      7,
      'RangeError',
      'right before the end',
      { type: 'generic', handled: true },
      'error',
    ],
    [
      'by itself after a capture',
      0,
      'RangeError',
      'right before the end',
      { type: 'generic', handled: true },
      'error',
    ],
    [
      'by itself after a capture and a flush',
      3,
      'RangeError',
      'before a flush',
      { type: 'generic', handled: true },
      'error',
    ],
    [
      'by itself after a capture and a close',
      3,
      'RangeError',
      'before a close',
      { type: 'generic', handled: true },
      'error',
    ],
  ])('%s ends as it would alone, and its event arrives', async (way, code, ...expected) => {
    const [type, value, mechanism, level] = expected
    const { watched, events } = await runBoth(way, await createReceiver())
    expect([watched.code, watched.signal]).toEqual([code, null])
    expect(events).toHaveLength(1)
    expect(events[0]?.level).toBe(level)
    expect(captured(events[0])).toMatchObject({ type, value, mechanism })
    expect(captured(events[0]).stacktrace?.frames?.at(-1)).toMatchObject({
      filename: expect.stringMatching(/ends\.mjs$/),
      in_app: true,
      context_line: expect.any(String),
    })
  })

  it('by an error at the top level ends as it would alone, and its event arrives', async () => {
    const { watched, events } = await runBoth(
      'by an error at the top level',
      await createReceiver(),
    )
    expect(watched.code).toBe(1)
    expect(events).toHaveLength(1)
    expect(events[0]?.level).toBe('fatal')
    expect(captured(events[0])).toMatchObject({
      value: 'nobody catches this',
      mechanism: { handled: false },
    })
  })

  it.each([
    ['by a thrown text', 'just a text'],
    ['by a thrown null', 'null'],
  ])('%s ends as it would alone, and its event arrives', async (way, value) => {
    const { watched, events } = await runBoth(way, await createReceiver())
    expect(watched.code).toBe(1)
    expect(events).toHaveLength(1)
    expect(captured(events[0])).toMatchObject({ value, mechanism: { ...CRASH, synthetic: true } })
    // Nobody knows where it was thrown, and it was not in the SDK.
    expect(captured(events[0])).not.toHaveProperty('stacktrace')
  })

  it('by a rejection with a text ends as it would alone, and its event arrives', async () => {
    const { watched, events } = await runBoth('by a rejection with a text', await createReceiver())
    expect(watched.code).toBe(1)
    expect(events).toHaveLength(1)
    expect(captured(events[0]).value).toContain('just a text')
    expect(captured(events[0]).mechanism).toMatchObject(REJECTION)
  })

  it('by an error with a cause sends both', async () => {
    const { events } = await runBoth('by an error with a cause', await createReceiver())
    expect(events).toHaveLength(1)
    expect(events[0]?.exception?.values?.map(({ type, value }) => [type, value])).toEqual([
      ['TypeError', 'inside'],
      ['Error', 'outside'],
    ])
  })

  it('by a rejection after another one was taken sends both', async () => {
    const { watched, events } = await runBoth(
      'by a rejection, its own listener having listened once',
      await createReceiver(),
    )
    expect(watched.code).toBe(1)
    expect(events.map((event) => [captured(event).value, event.level])).toEqual([
      ['the first', 'error'],
      ['the second', 'fatal'],
    ])
  })

  it('by process.exit right after twenty captures sends all of them', async () => {
    const { watched, events } = await runBoth(
      'by process.exit right after twenty captures',
      await createReceiver(),
      { options: { floodControl: false } },
    )
    expect(watched.code).toBe(7)
    const values = events.map((event) => captured(event).value).sort()
    expect(values).toEqual(Array.from({ length: 20 }, (_, index) => `number ${index + 1}`).sort())
  })

  it('in the middle of a flood tells how many there were', async () => {
    const { events } = await runBoth(
      'by process.exit right after twenty captures',
      await createReceiver(),
    )
    expect(events).toHaveLength(10)
    expect(events.map((event) => event.contexts?.mayday)).toContainEqual({ suppressed: 10 })
  })

  it('by itself after a flush has sent its event just once', async () => {
    const receiver = await createReceiver()
    await runBoth('by itself after a capture and a flush', receiver)
    expect(receiver.arrived).toHaveLength(1)
  })

  it('by an error in its own listener ends as it would alone', async () => {
    const { watched } = await runBoth('by an error in its own listener', await createReceiver())
    expect(watched.code).toBe(7)
  })

  it('by a signal ends by that signal', async () => {
    const { watched, events } = await runBoth('by a signal', await createReceiver())
    expect([watched.code, watched.signal]).toEqual([null, 'SIGTERM'])
    expect(events).toEqual([])
  })

  it('after close is watched no more', async () => {
    const { watched, events } = await runBoth('by a rejection after close', await createReceiver())
    expect(watched.code).toBe(1)
    expect(events).toEqual([])
  })
})

describe('a rejection that nobody handles', () => {
  it.each([
    ['warn', 0, 'error'],
    ['none', 0, 'error'],
    ['strict', 1, 'fatal'],
    ['throw', 1, 'fatal'],
  ])('in mode %s changes nothing but that it is captured', async (mode, code, level) => {
    const { watched, events } = await runBoth('by a rejection', await createReceiver(), {
      flags: [`--unhandled-rejections=${mode}`],
    })
    expect(watched.code).toBe(code)
    expect(watched.stderr.includes('nobody handles this')).toBe(mode !== 'none')
    expect(events).toHaveLength(1)
    expect(events[0]?.level).toBe(level)
    expect(captured(events[0])).toMatchObject({
      type: 'RangeError',
      value: 'nobody handles this',
      mechanism: REJECTION,
    })
    expect(events[0]?.extra).toEqual({ unhandledPromiseRejection: true })
  })

  it('in a mode that NODE_OPTIONS names is captured too', async () => {
    const { watched, events } = await runBoth('by a rejection', await createReceiver(), {
      env: { NODE_OPTIONS: '--unhandled-rejections=warn' },
    })
    expect(watched.code).toBe(0)
    expect(events).toHaveLength(1)
  })

  it('in mode warn with a text as its reason says so', async () => {
    const { events } = await runBoth('by a rejection with a text', await createReceiver(), {
      flags: ['--unhandled-rejections=warn'],
    })
    expect(captured(events[0])).toMatchObject({
      type: 'Error',
      value: 'just a text',
      mechanism: REJECTION,
    })
    expect(captured(events[0])).not.toHaveProperty('stacktrace')
  })
})

describe('a rejection in mode warn-with-error-code', () => {
  const flags = ['--unhandled-rejections=warn-with-error-code']

  it('changes nothing but that it is captured, as the warning has it', async () => {
    const { watched, events } = await runBoth('by a rejection', await createReceiver(), { flags })
    expect(watched.code).toBe(1)
    expect(watched.stderr).toContain('UnhandledPromiseRejectionWarning')
    expect(events).toHaveLength(1)
    expect(events[0]?.level).toBe('error')
    expect(captured(events[0])).toMatchObject({
      type: 'RangeError',
      value: 'nobody handles this',
      mechanism: REJECTION,
    })
    expect(captured(events[0]).stacktrace?.frames?.at(-1)?.filename).toMatch(/ends\.mjs$/)
  })

  it('is captured where warnings are not printed, too', async () => {
    const { events } = await runBoth('by a rejection', await createReceiver(), {
      flags: [...flags, '--no-warnings'],
    })
    expect(events.map((event) => captured(event).value)).toEqual(['nobody handles this'])
  })

  it('with a text as its reason says so', async () => {
    const { events } = await runBoth('by a rejection with a text', await createReceiver(), {
      flags,
    })
    expect(events).toHaveLength(1)
    expect(captured(events[0])).toMatchObject({ type: 'Error', mechanism: REJECTION })
    expect(captured(events[0]).value).toContain('just a text')
  })

  it('that the program takes is captured once', async () => {
    const { watched, events } = await runBoth(
      'by itself, its own listener having taken the rejection',
      await createReceiver(),
      { flags },
    )
    expect(watched.code).toBe(0)
    expect(events.map((event) => captured(event).value)).toEqual(['nobody handles this'])
  })
})

describe('the end', () => {
  it('comes at once when there is nothing to send', async () => {
    const { alone, watched } = await runBoth(
      'by itself with nothing captured',
      await createReceiver(),
    )
    expect(watched.stdout).toBe('done\n')
    expect(watched.ms - alone.ms).toBeLessThan(3000)
  })

  it.each(['pending', 'denied'])('sends nothing while consent is %s', async (consent) => {
    const receiver = await createReceiver()
    const ways = ['by process.exit right after a capture', 'by an uncaught error']
    for (const way of ways) await runBoth(way, receiver, { options: { consent } })
    expect(receiver.connections()).toBe(0)
  })

  it('comes with the same code when the receiver is down', async () => {
    const receiver = await createReceiver()
    await receiver.close()
    const { alone, watched } = await runBoth('by process.exit right after a capture', receiver)
    expect(watched.code).toBe(7)
    expect(watched.ms - alone.ms).toBeLessThan(4000)
  })

  it.each(['by an uncaught error', 'by itself after a capture'])(
    '%s waits no longer than shutdownTimeout for a receiver that is silent',
    async (way) => {
      const receiver = await createReceiver()
      receiver.answerWith(...Array<'silence'>(5).fill('silence'))
      const { alone, watched } = await runBoth(way, receiver, {
        options: { shutdownTimeout: 100 },
      })
      expect(watched.ms - alone.ms).toBeLessThan(2000)
    },
  )

  it('waits for a flush no longer than the program does, and what comes after it still runs', async () => {
    const receiver = await createReceiver()
    receiver.answerWith(...Array<'silence'>(5).fill('silence'))
    const { watched } = await runBoth('by itself after a short flush', receiver, {
      options: { shutdownTimeout: 100 },
    })
    expect(watched).toMatchObject({ code: 3, stdout: 'after it\n' })
  })

  it('waits for a close without a limit no longer than shutdownTimeout', async () => {
    const receiver = await createReceiver()
    receiver.answerWith(...Array<'silence'>(5).fill('silence'))
    const { ms } = await run('ends.mjs', {
      args: ['by itself after a capture and a close'],
      env: { MAYDAY: sdk.url, DSN: receiver.dsn, OPTIONS: '{"shutdownTimeout":100}' },
    })
    expect(ms).toBeLessThan(5000)
  })

  it('comes as it would where no DSN says where to send', async () => {
    const receiver = await createReceiver()
    const { watched } = await runBoth('by an uncaught error', receiver, { dsn: '' })
    expect(watched.code).toBe(1)
    expect(receiver.arrived).toEqual([])
  })
})

it('importing adds no listener, replaces no function, and makes no global', async () => {
  const { code, stdout, stderr } = await run('imports.mjs', { env: { MAYDAY: sdk.url } })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(stdout)).toEqual({
    isThere: 'function',
    patched: 0,
    listenersChanged: false,
    globals: [],
  })
})
