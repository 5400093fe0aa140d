import type { Breadcrumb } from '@mayday/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bundle, bundle, type Ending, run } from './programs.js'
import { captured, createReceiver, type Receiver } from './setup.js'

const REJECTION = { type: 'auto.node.onunhandledrejection', handled: false }
const CRASH = { type: 'auto.node.onuncaughtexception', handled: false }
const EXPLANATION = /^This error originated either by throwing inside .* with the reason:\n/

let sdk: Bundle
beforeAll(async () => {
  sdk = await bundle()
}, 60_000)
afterAll(() => sdk?.remove())

async function tell(start: string, way: string, at?: Receiver) {
  const receiver = at ?? (await createReceiver())
  const env = { MAYDAY: sdk.url, DSN: receiver.dsn }
  const ending = await run('options.mjs', { args: [start, way], env })
  return { ...ending, events: distinctEvents(receiver) }
}

/** A receiver knows a repeated event by its id. */
function distinctEvents({ arrived }: Receiver) {
  return [...new Map(arrived.map(({ event }) => [event?.event_id, event])).values()]
}

const alone = (way: string): Promise<Ending> => run('options.mjs', { args: ['', way] })

describe('a rejection that nobody handles', () => {
  it.each([
    ['warn', 0, 'error'],
    ['strict', 1, 'fatal'],
  ])('in mode %s ends as version 10 has it', async (mode, code, level) => {
    const told = await tell(`with mode ${mode}`, 'a rejection')
    expect(told.code).toBe(code)
    expect(told.stderr).toMatch(EXPLANATION)
    expect(told.stderr.replace(EXPLANATION, '')).toMatch(/^RangeError: nobody handles this\n +at /)
    expect(told.events).toHaveLength(1)
    expect(told.events[0]).toMatchObject({ level, extra: { unhandledPromiseRejection: true } })
    expect(captured(told.events[0])).toMatchObject({ type: 'RangeError', mechanism: REJECTION })
  })

  it('in mode none is captured, and that is all', async () => {
    const told = await tell('with mode none', 'a rejection')
    expect(told).toMatchObject({ code: 0, stdout: 'went on\n', stderr: '' })
    expect(told.events.map((event) => captured(event).value)).toEqual(['nobody handles this'])
  })

  it('with a text in mode warn has the text printed', async () => {
    const told = await tell('with mode warn', 'a rejection with a text')
    expect(told.stderr.replace(EXPLANATION, '')).toBe('just a text\n')
    expect(captured(told.events[0]).value).toContain('just a text')
  })

  it.each(['ignoring names', 'ignoring messages'])(
    '%s is not captured, and ends the process as ever',
    async (start) => {
      const { code, stdout, events } = await tell(start, 'a rejection')
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(events).toEqual([])
    },
  )

  it('is captured where only a part of its name is ignored', async () => {
    expect((await tell('ignoring parts of names', 'a rejection')).events).toHaveLength(1)
  })

  it('that is ignored in a mode leaves no word', async () => {
    const told = await tell('ignoring names in mode warn', 'a rejection')
    expect(told).toMatchObject({ code: 0, stdout: 'went on\n', stderr: '', events: [] })
  })

  it('of a request that was given up is captured only where it ends the process', async () => {
    const way = 'an aborted request'
    expect(await tell('with mode none', way)).toMatchObject({ code: 0, events: [] })
    const told = await tell('by default', way)
    expect(told.code).toBe(1)
    expect(told.events.map((event) => captured(event).type)).toEqual(['AbortError'])
  })

  it('with a text that a wrapped handler passed on is told once', async () => {
    const way = 'a text that a wrapped handler rejects with'
    const { code, stderr } = await alone(way)
    const told = await tell('by default', way)
    expect({ code: told.code, stderr: told.stderr }).toEqual({ code, stderr })
    expect(told.events.map((event) => captured(event).mechanism?.type)).toEqual(['auto.http.node'])
  })
})

describe('an uncaught error', () => {
  it.each(['with onFatalError', 'with onFatalError of init'])(
    '%s leaves the end to the program',
    async (start) => {
      const told = await tell(start, 'an error')
      expect(told).toMatchObject({ code: 0, stdout: 'fatal nobody catches this\n', stderr: '' })
      expect(told.events.map((event) => captured(event).mechanism)).toEqual([CRASH])
    },
  )

  it('is not fatal where the program has a listener of its own', async () => {
    const told = await tell('with onFatalError', 'an error that its own listener takes')
    expect(told).toMatchObject({ code: 0, stdout: 'taken nobody catches this\nwent on\n' })
  })

  it('that is the second although the first was fatal ends the process', async () => {
    const told = await tell('with onFatalError', 'two errors')
    expect(told).toMatchObject({ code: 1, stdout: 'fatal the first\n' })
    expect(told.stderr).toMatch(/^RangeError: the second\n/)
    const values = told.events.map((event) => captured(event).value)
    expect(values.sort()).toEqual(['the first', 'the second'])
  })

  it('ends the process in any case where that is asked for', async () => {
    const told = await tell('to exit in any case', 'an error that its own listener takes')
    expect(told).toMatchObject({ code: 1, stdout: 'taken nobody catches this\n' })
    expect(told.stderr).toMatch(/^RangeError: nobody catches this\n +at /)
    expect(told.events.map((event) => captured(event).mechanism)).toEqual([CRASH])
  })

  it('ends it as ever where nobody listens, although that is asked for', async () => {
    const { code, stderr } = await alone('an error')
    const told = await tell('to exit in any case', 'an error')
    expect({ code: told.code, stderr: told.stderr }).toEqual({ code, stderr })
  })

  it('whose listener fails, too, arrives with the next process', async () => {
    const receiver = await createReceiver()
    const way = 'an error in its own listener'
    const { code, stderr } = await alone(way)
    const told = await tell('by default', way, receiver)
    expect({ code: told.code, stderr: told.stderr }).toEqual({ code, stderr })
    await tell('by default', 'nothing', receiver)
    expect(distinctEvents(receiver).map((event) => captured(event).value)).toEqual([
      'nobody catches this',
    ])
  })
})

describe('a thread', () => {
  const BY_PARENT = {
    type: 'auto.child_process.worker_thread',
    handled: false,
    data: { threadId: '1' },
  }

  it.each([
    ['that fails and is heard', BY_PARENT, undefined],
    ['that fails and is not heard', BY_PARENT, undefined],
    ['with the SDK that fails and is heard', CRASH, { of: 'the thread' }],
    ['with the SDK that fails and is not heard', CRASH, { of: 'the thread' }],
  ])('%s is told once, with its own stack', async (way, mechanism, tags) => {
    const { code, stdout, stderr } = await alone(`a thread ${way}`)
    const told = await tell('by default', `a thread ${way}`)
    const where = /^\S+:\d+\n/
    expect({ code: told.code, stdout: told.stdout }).toEqual({ code, stdout })
    // The program of a thread with the SDK is longer.
    expect(told.stderr.replace(where, '').length > 0).toBe(stderr.length > 0)
    expect(told.events).toHaveLength(1)
    expect(told.events[0]?.tags).toEqual(tags)
    const exception = captured(told.events[0])
    expect(exception).toMatchObject({ type: 'RangeError', value: 'in a thread', mechanism })
    expect(exception.stacktrace?.frames?.at(-1)).toMatchObject({
      function: 'work',
      filename: expect.stringMatching(/thread\.mjs$|^<data:/),
    })
  })

  it.each([
    ['a thread that throws a text and is not heard', BY_PARENT.type],
    ['a thread with the SDK that throws a text and is not heard', CRASH.type],
  ])('%s is told once', async (way, type) => {
    const { code } = await alone(way)
    const told = await tell('by default', way)
    expect(told.code).toBe(code)
    expect(told.events.map((event) => captured(event).value)).toEqual(['a text in a thread'])
    expect(captured(told.events[0]).mechanism?.type).toBe(type)
  })

  it('that captures has its events arrive', async () => {
    const told = await tell('by default', 'a thread that captures')
    expect(told).toMatchObject({ code: 0, stderr: '' })
    expect(told.events.map((event) => captured(event).value)).toEqual(['captured in a thread'])
  })

  it('that fails leaves a breadcrumb where that is wanted', async () => {
    const told = await tell(
      'not capturing worker errors',
      'a thread that fails, and then a message',
    )
    expect(told.events.map((event) => event?.message)).toEqual(['then'])
    expect(crumbs(told.events[0])).toEqual([
      ['worker_thread', 'error', "Worker thread errored with 'in a thread'", { threadId: 1 }],
    ])
  })

  it('that ends with a code of its own leaves a breadcrumb', async () => {
    const told = await tell('by default', 'a thread that ends with a code')
    expect(told).toMatchObject({ code: 0, stdout: 'ended 3\n' })
    expect(crumbs(told.events[0])).toEqual([
      ['worker_thread', 'warning', "Worker thread exited with code '3'", { threadId: 1 }],
    ])
  })
})

function crumbs(event: object | undefined): unknown[] {
  const { breadcrumbs } = event as { breadcrumbs: { values: Breadcrumb[] } }
  return breadcrumbs.values
    .filter((one) => one.category !== 'console')
    .map(({ category, level, message, data }) => [category, level, message, data])
}
