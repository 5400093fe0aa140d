import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { getClient, type Integration, isError, safely } from '@mayday/core'
import { type LogLevel, levelNamed } from './levels.js'
import { type LoggerOptions, type LogLine, tell } from './line.js'

export interface PinoOptions extends LoggerOptions {
  /** `false`: only loggers given to `pinoIntegration.trackLogger()`, and their children. @default true */
  autoInstrument?: boolean | undefined
}

export interface PinoIntegration {
  (options?: PinoOptions): Integration
  /** Follows this logger and its children, whatever the options say. */
  trackLogger(logger: unknown): void
  /** Leaves this logger and its children alone. */
  untrackLogger(logger: unknown): void
}

/** What pino announces of a line that it has written: itself, what it was called with, and the JSON. */
interface PinoLine {
  instance: PinoLogger
  arguments: [values: unknown, text: unknown, level: number]
  result: string
}

interface PinoLogger {
  levels?: { labels?: Record<number, string> }
  bindings?(): { name?: unknown }
}

const LINE_END = 'tracing:pino_asJson:end'

const tracked = /* @__PURE__ */ new WeakMap<object, boolean>()

function integration(options: PinoOptions = {}): Integration {
  return {
    name: 'Pino',
    setup(client) {
      const onLine = (message: unknown): void => {
        if (getClient() !== client) return
        safely('pino', () => {
          const line = message as PinoLine
          if (isFollowed(line.instance, options.autoInstrument !== false))
            tell(lineOf(line), options, onLine)
        })
      }
      subscribe(LINE_END, onLine)
      return () => void unsubscribe(LINE_END, onLine)
    },
  }
}

/**
 * Turns the lines of pino into events and breadcrumbs: errors and worse into events unless `error.levels` says
 * otherwise. Pino itself announces its lines, from 9.10 on, so that it does not matter what was imported first; older
 * ones go unnoticed.
 *
 * What pino is told to redact is redacted in `fields`, too. The error itself is read as it was given to pino.
 */
export const pinoIntegration: PinoIntegration = /* @__PURE__ */ Object.assign(integration, {
  trackLogger: (logger: unknown) => follow(logger, true),
  untrackLogger: (logger: unknown) => follow(logger, false),
})

function follow(logger: unknown, isFollowed: boolean): void {
  if (typeof logger === 'object' && logger) tracked.set(logger, isFollowed)
}

/** Children have their parents as prototypes. */
function isFollowed(logger: object, byDefault: boolean): boolean {
  for (let one: object | null = logger; one; one = Object.getPrototypeOf(one)) {
    const said = tracked.get(one)
    if (said !== undefined) return said
  }
  return byDefault
}

function lineOf({ instance, arguments: args, result }: PinoLine): LogLine {
  const [values, given, number] = args
  const { text: textKey, error: errorKey, name } = factsOf(instance)
  const members = (values ?? {}) as Record<string, unknown>
  const error = members[errorKey]
  return {
    logger: 'pino',
    level: levelOf(instance, number),
    text: String(given ?? members[textKey] ?? ''),
    textKey,
    name,
    error: isError(error) ? error : Object.values(members).find(isError),
    fields: () => fieldsOf(result, [textKey, errorKey]),
  }
}

function levelOf({ levels }: PinoLogger, number: number): LogLevel {
  const named = levelNamed(levels?.labels?.[number])
  if (named) return named
  const NUMBERS = ['trace', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const
  return NUMBERS[Math.min(Math.max(Math.trunc(number / 10), 0), 6)] ?? 'info'
}

interface Facts {
  text: string
  error: string
  name: string | undefined
}

const facts = /* @__PURE__ */ new WeakMap<object, Facts>()

/** What a logger calls things, and itself; that does not change, and finding it out costs. */
function factsOf(logger: PinoLogger): Facts {
  const known = facts.get(logger)
  if (known) return known
  const name = safely('name of a logger', () => logger.bindings?.().name)
  const found = {
    text: keyOf(logger, 'pino.messageKey') ?? 'msg',
    error: keyOf(logger, 'pino.errorKey') ?? 'err',
    name: typeof name === 'string' ? name : undefined,
  }
  facts.set(logger, found)
  return found
}

/** Pino has its settings under symbols of its own. */
function keyOf(logger: object, name: string): string | undefined {
  for (let one: object | null = logger; one; one = Object.getPrototypeOf(one)) {
    const symbol = Object.getOwnPropertySymbols(one).find(({ description }) => description === name)
    const key = symbol && (one as Record<symbol, unknown>)[symbol]
    if (typeof key === 'string') return key
  }
  return undefined
}

/** Read from the line as it was written, where the program's serializers and redaction have done their work. */
function fieldsOf(line: string, told: string[]): object {
  const { level, time, pid, hostname, name, ...fields } = JSON.parse(line)
  for (const key of told) delete fields[key]
  return fields
}
