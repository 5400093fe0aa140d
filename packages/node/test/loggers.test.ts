import { channel } from 'node:diagnostics_channel'
import type { EventPayload } from '@mayday/core'
import { createMemoryReceiver } from '@mayday/core/testing'
import {
  addBreadcrumb,
  annotate,
  captureException,
  captureMessage,
  createConsolaReporter,
  createSentryWinstonTransport,
  getIsolationScope,
  type LoggerOptions,
  NodeClient,
  type NodeOptions,
  pinoIntegration,
  setTag,
  withIsolationScope,
} from '@mayday/node'
import { createConsola } from 'consola'
import pino from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import winston from 'winston'
import Transport from 'winston-transport'
import { printed } from '../../../test/setup/quiet-console.js'
import { captured, start, started } from './setup.js'

type Level = 'debug' | 'info' | 'warn' | 'error' | 'fatal'

/** Writes a line of a level with a text and, where it has them, an error and fields. */
type Log = (level: Level, text: string, error?: Error, fields?: Record<string, unknown>) => void

interface Logger {
  /** Starts the SDK and the logger. */
  begin(
    options?: LoggerOptions,
    sdk?: Partial<NodeOptions>,
  ): ReturnType<typeof start> & { log: Log }
  /** The name that the logger has. */
  name?: string
  textKey: string
}

const silent = { write: () => true }

const loggers: Record<'pino' | 'winston' | 'consola', Logger> = {
  pino: {
    name: 'shop',
    textKey: 'msg',
    begin(options, sdk) {
      const memory = start({ integrations: [pinoIntegration(options)], ...sdk })
      const logger = pino({ name: 'shop', level: 'trace' }, silent)
      return {
        ...memory,
        log: (level, text, err, fields) => logger[level]({ ...fields, ...(err && { err }) }, text),
      }
    },
  },
  winston: {
    textKey: 'message',
    begin(options, sdk) {
      const memory = start(sdk)
      const Own = createSentryWinstonTransport(Transport, {
        customLevelMap: { fatal: 'fatal' },
        ...options,
      })
      const levels = { fatal: 0, error: 1, warn: 2, info: 3, debug: 4 }
      const logger = winston.createLogger({ levels, level: 'debug', transports: [new Own()] })
      return {
        ...memory,
        log: (level, text, error, fields) =>
          logger.log(level, text, { ...fields, ...(error && { error }) }),
      }
    },
  },
  consola: {
    name: 'shop',
    textKey: 'message',
    begin(options, sdk) {
      const memory = start(sdk)
      const reporters = [createConsolaReporter(options)]
      const logger = createConsola({ level: 5, reporters, throttle: 0 }).withTag('shop')
      return {
        ...memory,
        log: (level, ...all) =>
          logger[level](...(all.filter((one) => one !== undefined) as [string])),
      }
    },
  },
}

const all = Object.entries(loggers) as [keyof typeof loggers, Logger][]

const trail = (event: EventPayload | undefined) => event?.breadcrumbs?.values ?? []

afterEach(() => vi.useRealTimers())

describe.each(all)('a line of %s', (name, { begin, textKey, name: own }) => {
  it('that is an error becomes an event, with what led there', async () => {
    const { log, captured: next } = begin()
    log('info', 'opening the shop')
    log('error', 'no coffee left')
    const event = await next()
    expect(event).toMatchObject({ message: 'no coffee left', level: 'error', logger: name })
    expect(event).not.toHaveProperty('exception')
    const [crumb, ...others] = trail(event)
    expect(crumb).toMatchObject({ category: name, level: 'info', message: 'opening the shop' })
    expect(crumb?.data).toEqual(own && { logger: own })
    expect(others).toEqual([])
  })

  it('with an error in it becomes an event of that error', async () => {
    const { log, events, client } = begin()
    log('fatal', 'cannot go on', new RangeError('no coffee'))
    await client.flush()
    const [event, ...others] = events
    expect(captured(event)).toMatchObject({
      type: 'RangeError',
      value: 'no coffee',
      mechanism: { type: `auto.log.${name}`, handled: true },
    })
    expect(event).toMatchObject({ level: 'fatal', logger: name })
    expect(event?.contexts?.[name]?.[textKey]).toMatch(/^cannot go on/)
    expect(others).toEqual([])
  })

  it.each([
    ['debug', 'debug'],
    ['info', 'info'],
    ['warn', 'warning'],
  ] as const)('of level %s leaves a breadcrumb of level %s', async (level, severity) => {
    const { log, captured: next, events } = begin()
    log(level, 'a line')
    captureMessage('then')
    expect(trail(await next())).toMatchObject([{ message: 'a line', level: severity }])
    expect(events).toHaveLength(1)
  })

  it('is seen by events that come after it, also when it has become one itself', async () => {
    const { log, client, events } = begin()
    log('error', 'no coffee left')
    captureMessage('then')
    await client.flush()
    expect(trail(events[0])).toEqual([])
    expect(trail(events[1])).toMatchObject([{ message: 'no coffee left', level: 'error' }])
  })

  it('that is written twice is told twice', async () => {
    const { log, captured: next } = begin()
    log('info', 'a line')
    log('info', 'a line')
    captureMessage('then')
    expect(trail(await next())).toHaveLength(2)
  })

  it('becomes what the options say', async () => {
    const { log, client, events } = begin({
      error: { levels: ['warn'], handled: false },
      log: { levels: ['error'] },
    })
    log('info', 'nobody cares')
    log('error', 'a breadcrumb')
    log('warn', 'an event', new Error('of this'))
    await client.flush()
    const [event, ...others] = events
    expect(captured(event).mechanism).toMatchObject({ handled: false })
    expect(event?.level).toBe('warning')
    expect(trail(event).map(({ message }) => message)).toEqual(['a breadcrumb'])
    expect(others).toEqual([])
  })

  it('keeps its fields, unless they are asked for', async () => {
    const { log, client, events } = begin({}, { dataCollection: { frameContextLines: 0 } })
    const fields = { order: 7, password: 'hunter2', customer: { name: 'Ada' } }
    log('info', 'an order', undefined, fields)
    log('error', 'no coffee', new Error('empty'), fields)
    log('error', 'no milk', undefined, fields)
    await client.flush()
    expect(events).toHaveLength(2)
    for (const event of events) expect(JSON.stringify(event)).not.toMatch(/hunter2|Ada|order":7/)
    const told = Object.keys(events[0]?.contexts?.[name] ?? {}).sort()
    expect(told).toEqual(own ? [textKey, 'name'].sort() : [textKey])
  })

  it('has the fields that are asked for, without secrets', async () => {
    const { log, client, events } = begin({ fields: true })
    const fields = { order: 7, password: 'hunter2', customer: { name: 'Ada' } }
    log('info', 'an order', undefined, fields)
    log('error', 'no coffee', undefined, fields)
    await client.flush()
    const seen = { order: 7, password: '[Filtered]', customer: { name: 'Ada' } }
    expect(events[0]?.contexts?.[name]).toMatchObject(seen)
    expect(trail(events[0])[0]?.data).toMatchObject(seen)
    expect(JSON.stringify(events)).not.toContain('hunter2')
  })

  it('has no other fields than those that are asked for by name', async () => {
    const { log, client, events } = begin({ fields: ['order'] })
    log('error', 'no coffee', undefined, { order: 7, customer: 'Ada' })
    await client.flush()
    expect(events[0]?.contexts?.[name]).toMatchObject({ order: 7 })
    expect(JSON.stringify(events)).not.toContain('Ada')
  })

  it('tells nothing of fields that change later', async () => {
    const { log, captured: next } = begin({ fields: true })
    const basket = { items: ['tea'] }
    log('info', 'a basket', undefined, { basket })
    basket.items.push('coffee')
    captureMessage('then')
    expect(trail(await next())[0]?.data).toMatchObject({ basket: { items: ['tea'] } })
  })

  it('belongs to the scope that it is written in', async () => {
    const { log, client, events } = begin()
    const serve = async (user: string): Promise<void> =>
      withIsolationScope(async () => {
        setTag('user', user)
        log('info', `for ${user}`)
        await new Promise((resolve) => setTimeout(resolve))
        log('error', `${user} has no coffee`)
      })
    await Promise.all(['ada', 'bob'].map(serve))
    await client.flush()
    for (const event of events) {
      const user = String(event.tags?.user)
      expect(event.message).toBe(`${user} has no coffee`)
      expect(trail(event).map(({ message }) => message)).toEqual([`for ${user}`])
    }
    expect(events).toHaveLength(2)
  })

  it('of an error that was captured already sends no second event', async () => {
    const { log, client, events } = begin()
    const error = new Error('no coffee')
    captureException(error)
    log('error', 'failed', error)
    await client.flush()
    expect(events).toHaveLength(1)
  })

  it('shows where it was written, with attachStacktrace', async () => {
    const { log, captured: next } = begin({}, { attachStacktrace: true })
    log('error', 'no coffee left')
    const event = await next()
    const frames = captured(event).stacktrace?.frames ?? []
    const ours = frames.filter(({ in_app }) => in_app)
    expect(ours.at(-1)?.filename).toMatch(/loggers\.test\.ts$/)
    expect(captured(event).mechanism?.type).toBe(`auto.log.${name}`)
  })

  it('that is written while a line is told is not told, or only until it is a flood', async () => {
    const { log, client, events } = begin(
      {},
      {
        beforeSend(event) {
          log('error', 'an event is about to leave')
          return event
        },
      },
    )
    log('error', 'no coffee left')
    for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve))
    await client.flush()
    // Winston writes it only once the first line is written.
    expect(events.length).toBeLessThanOrEqual(name === 'winston' ? 11 : 1)
    expect(events[0]?.message).toBe('no coffee left')
  })

  it('is told by nobody once the client is closed', async () => {
    const { log, client, events } = begin()
    await client.close()
    log('error', 'too late')
    await client.flush()
    expect(events).toEqual([])
    expect(getIsolationScope().getScopeData().breadcrumbs).toEqual([])
  })
})

describe('pino', () => {
  it('is listened to only while a client wants it', async () => {
    const end = channel('tracing:pino_asJson:end')
    expect(end.hasSubscribers).toBe(false)
    const { client } = start({ integrations: [pinoIntegration()] })
    expect(end.hasSubscribers).toBe(true)
    await client.close()
    expect(end.hasSubscribers).toBe(false)
  })

  it('writes what it would write without us', () => {
    const lines: string[] = []
    const stream = { write: (line: string) => void lines.push(line) }
    const logger = pino({ timestamp: false, base: null }, stream)
    logger.error(new Error('before').message)
    start({ integrations: [pinoIntegration({ fields: true })] })
    logger.error({ a: 1 }, 'with us')
    expect(lines).toEqual(['{"level":50,"msg":"before"}\n', '{"level":50,"a":1,"msg":"with us"}\n'])
  })

  it('has its own words for texts and errors', async () => {
    const { captured: next } = start({ integrations: [pinoIntegration({ fields: true })] })
    const logger = pino({ messageKey: 'said', errorKey: 'why' }, silent).child({ part: 'till' })
    logger.error({ why: new TypeError('jammed'), said: 'no change' })
    const event = await next()
    expect(captured(event)).toMatchObject({ type: 'TypeError', value: 'jammed' })
    expect(event.contexts?.pino).toEqual({ said: 'no change', part: 'till' })
  })

  it('takes an error alone', async () => {
    const { captured: next } = start({ integrations: [pinoIntegration()] })
    pino({}, silent).error(new TypeError('jammed'))
    expect(captured(await next())).toMatchObject({ type: 'TypeError', value: 'jammed' })
  })

  it('redacts what it is told to redact before it leaves', async () => {
    const { captured: next } = start({ integrations: [pinoIntegration({ fields: true })] })
    const logger = pino({ redact: ['plate'] }, silent)
    logger.error({ plate: 'W-12345', gate: 3 }, 'no entry')
    expect((await next()).contexts?.pino).toEqual({ plate: '[Redacted]', gate: 3 })
  })

  it('may have levels of its own', async () => {
    const { client, events } = start({ integrations: [pinoIntegration()] })
    const logger = pino({ customLevels: { notice: 35, panic: 70, near: 55 } }, silent)
    logger.notice('a breadcrumb')
    logger.near('an event')
    logger.panic('another')
    await client.flush()
    expect(events.map(({ message, level }) => [message, level])).toEqual([
      ['an event', 'error'],
      ['another', 'fatal'],
    ])
  })

  it('may be followed by some loggers only, with their children', async () => {
    const integration = pinoIntegration({ autoInstrument: false })
    const { client, events } = start({ integrations: [integration] })
    const [followed, left] = [pino({}, silent), pino({}, silent)]
    pinoIntegration.trackLogger(followed)
    const child = followed.child({ of: 'it' })
    const grandchild = child.child({ of: 'that' })
    pinoIntegration.untrackLogger(grandchild)
    for (const logger of [left, child, grandchild]) logger.error('a line')
    followed.error('its line')
    await client.flush()
    expect(events.map(({ message }) => message)).toEqual(['a line', 'its line'])
  })

  it('may say nothing', async () => {
    const { captured: next } = start({ integrations: [pinoIntegration()] })
    pino({}, silent).error({ order: 7 })
    expect((await next()).message).toBe('pino: no text')
  })

  it('is told of by the client that captures, and by no other', async () => {
    const integrations = [pinoIntegration()]
    const { captured: next } = start({ integrations })
    const other = createMemoryReceiver()
    const options = { ...other.options, integrations: [pinoIntegration()] }
    started(new NodeClient(options)).init()
    pino({}, silent).info('a line')
    captureMessage('then')
    expect(trail(await next())).toHaveLength(1)
  })

  it('is told of once, also by a program that prints through it', async () => {
    const { captured: next, client } = start({ integrations: [pinoIntegration()] })
    const printing = pino({}, { write: (line: string) => console.log(line) })
    printing.info('twice')
    captureMessage('then')
    expect(printed('log')).toHaveLength(1)
    expect(trail(await next())).toMatchObject([{ category: 'pino', message: 'twice' }])
    await client.flush()
  })
})

describe('winston', () => {
  const Own = createSentryWinstonTransport(Transport)
  const createLogger = (options: winston.LoggerOptions = {}) =>
    winston.createLogger({ transports: [new Own()], ...options })

  it.each([
    ['alone', (logger: winston.Logger, error: Error) => logger.error(error)],
    ['behind a text', (logger: winston.Logger, error: Error) => logger.error('failed', error)],
    ['in a field', (logger: winston.Logger, err: Error) => logger.error('failed', { err })],
    [
      'as the text',
      (logger: winston.Logger, error: Error) =>
        logger.log({ level: 'error', message: error as unknown as string }),
    ],
  ])('takes an error %s', async (_where, log) => {
    const { client, events } = start()
    const error = annotate(new RangeError('no coffee'), { machine: 3 })
    log(createLogger(), error)
    await client.flush()
    expect(captured(events[0])).toMatchObject({ type: 'RangeError', value: 'no coffee' })
    // It is the very same.
    expect(events[0]?.extra).toEqual({ machine: 3 })
  })

  it('takes an error of which a format has made text', async () => {
    const { captured: next } = start()
    const format = winston.format.combine(
      winston.format.errors({ stack: true }),
      winston.format.json(),
    )
    createLogger({ format }).error(new RangeError('no coffee'))
    const exception = captured(await next())
    expect(exception).toMatchObject({ type: 'RangeError', value: 'no coffee' })
    expect(exception.stacktrace?.frames?.at(-1)?.filename).toMatch(/loggers\.test\.ts$/)
  })

  it('has its levels read without their colours', async () => {
    const { captured: next } = start()
    createLogger({ format: winston.format.colorize() }).error('no coffee left')
    expect(await next()).toMatchObject({ message: 'no coffee left', level: 'error' })
  })

  it('may have levels of its own', async () => {
    const { client, events } = start()
    const Mapped = createSentryWinstonTransport(Transport, { customLevelMap: { smoke: 'fatal' } })
    const levels = { smoke: 0, steam: 1 }
    const logger = winston.createLogger({ levels, level: 'steam', transports: [new Mapped()] })
    logger.log('smoke', 'an event')
    logger.log('steam', 'a breadcrumb')
    await client.flush()
    expect(events.map(({ message, level }) => [message, level])).toEqual([['an event', 'fatal']])
  })

  it('says that it has logged, and takes options of transports', async () => {
    start()
    const transport = new Own({ level: 'error' })
    const logged = new Promise((resolve) => transport.once('logged', resolve))
    const logger = createLogger({ transports: [transport] })
    logger.info('less')
    logger.error('more')
    expect(await logged).toMatchObject({ message: 'more' })
    expect(transport).toBeInstanceOf(Transport)
  })

  it('may be told by levels as in version 10', async () => {
    const { captured: next } = start()
    const Warning = createSentryWinstonTransport(Transport, { levels: ['warn'] })
    const logger = createLogger({ transports: [new Warning()] })
    logger.info('less')
    logger.warn('more')
    captureMessage('then')
    expect(trail(await next()).map(({ message }) => message)).toEqual(['more'])
  })

  it.each([
    ['before', [0, 1]],
    ['after', [1, 0]],
  ])('is told of once where it prints to the console %s us', async (_when, order) => {
    const { captured: next } = start()
    const console = new winston.transports.Console({ forceConsole: true })
    const both = [console, new Own()]
    const transports = order.map((index) => both[index] as winston.transport)
    const format = winston.format.simple()
    createLogger({ transports, format }).info('no coffee left')
    expect(printed('log')).toEqual(['info: no coffee left'])
    captureMessage('then')
    expect(trail(await next())).toHaveLength(1)
  })
})

describe('consola', () => {
  const createLogger = (options = {}) =>
    createConsola({ level: 5, throttle: 0, reporters: [createConsolaReporter(options)] })

  it('fills in its texts, in which objects show their kind only', async () => {
    const { client, events } = start()
    const logger = createLogger()
    logger.error('%s for %d', 'coffee', 2, { secret: 'x' }, ['y'], new Error('inside'))
    logger.fail('no', 'milk', null)
    await client.flush()
    expect(events[0]?.contexts?.consola?.message).toBe('coffee for 2 [Object] [Array] inside')
    expect(events[1]).toMatchObject({ message: 'no milk null', level: 'error' })
  })

  it('takes lines that are objects', async () => {
    const { captured: next } = start()
    createLogger({ fields: true }).error({ message: 'no coffee', machine: 3 })
    const event = await next()
    expect(event.message).toBe('no coffee')
    expect(event.contexts?.consola).toEqual({ machine: 3 })
  })

  it('may have types of its own, which are read by their number', async () => {
    const { client, events } = start()
    const reporters = [createConsolaReporter()]
    const types = { smoke: { level: 0 }, steam: { level: 1 } } as never
    const logger = createConsola({ types, level: 5, reporters, throttle: 0 }) as unknown as Record<
      string,
      (text: string) => void
    >
    logger.smoke?.('an event')
    logger.steam?.('a breadcrumb')
    await client.flush()
    expect(events.map(({ message, level }) => [message, level])).toEqual([['an event', 'error']])
  })

  it('is told of once where the console prints through it, whoever came first', async () => {
    const logger = createLogger()
    const { log } = console
    try {
      start()
      logger.wrapConsole()
      const { captured: next } = start()
      console.log('no coffee left')
      captureMessage('then')
      expect(trail(await next())).toHaveLength(1)
    } finally {
      logger.restoreConsole()
    }
    expect(typeof log).toBe('function')
  })
})

describe('what the SDK prints itself', () => {
  it('is no line of the program, also where the program prints through a logger', async () => {
    const { events, client } = start({
      debug: true,
      integrations: [pinoIntegration({ error: { levels: ['info'] } })],
    })
    const { log } = console
    const logger = pino({}, silent)
    console.log = (...line: unknown[]) => logger.info(line.join(' '))
    try {
      addBreadcrumb({ message: 'mine' })
      // Says that there is one already.
      client.addIntegration(pinoIntegration())
      captureMessage('then')
    } finally {
      console.log = log
    }
    await client.flush()
    printed('log')
    expect(events.map(({ message }) => message)).toEqual(['then'])
    expect(trail(events[0]).map(({ message }) => message)).toEqual(['mine'])
  })
})
