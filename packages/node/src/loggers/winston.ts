import { isError, safely } from '@mayday/core'
import { type LogLevel, levelNamed } from './levels.js'
import { type LoggerOptions, type LogLine, tell } from './line.js'

export interface WinstonTransportOptions extends LoggerOptions {
  /** The same as `log.levels`. */
  levels?: LogLevel[] | undefined
  /** What levels of your own mean. @default those of npm and syslog; any other is 'info' */
  customLevelMap?: Record<string, LogLevel> | undefined
}

/** A line of winston, as its transports get it. */
type Info = Record<string | symbol, unknown>

const LEVEL = /* @__PURE__ */ Symbol.for('level')
const SPLAT = /* @__PURE__ */ Symbol.for('splat')

/** The class of the package `winston-transport`. */
// biome-ignore lint/suspicious/noExplicitAny: TypeScript wants it so of a class that is extended
type TransportClass<T extends object> = new (...args: any[]) => T

/**
 * A class of winston transports that turns lines into events and breadcrumbs: errors and worse into events unless
 * `error.levels` says otherwise.
 *
 * ```js
 * const MaydayTransport = createSentryWinstonTransport(Transport)
 * winston.createLogger({ transports: [new MaydayTransport()] })
 * ```
 */
export function createSentryWinstonTransport<T extends object>(
  TransportStream: TransportClass<T>,
  options: WinstonTransportOptions = {},
): TransportClass<T> {
  const { levels, customLevelMap = {}, ...others } = options
  const told: LoggerOptions = { ...others, log: { levels, ...others.log } }
  class MaydayTransport extends (TransportStream as TransportClass<object>) {
    log(info: Info, next?: () => void): void {
      setImmediate(() => (this as unknown as NodeJS.EventEmitter).emit('logged', info))
      safely('winston', () => tell(lineOf(info, customLevelMap), told, this.log))
      next?.()
    }
  }
  return MaydayTransport as unknown as TransportClass<T>
}

function lineOf(info: Info, custom: Record<string, LogLevel>): LogLine {
  // The other one may have got colours.
  const level = String(info[LEVEL] ?? info.level)
  const { message } = info
  return {
    logger: 'winston',
    level: custom[level] ?? levelNamed(level) ?? 'info',
    text: isError(message) ? message.message : String(message ?? ''),
    textKey: 'message',
    error: errorIn(info),
    fields: () => fieldsOf(info),
  }
}

/** The error as it was logged; where a format has made text of it, what that text says. */
function errorIn(info: Info): unknown {
  const splat = info[SPLAT]
  const given = Array.isArray(splat) ? splat : []
  return [info, ...given, ...Object.values(info)].find(isError) ?? errorFromStack(info)
}

function errorFromStack({ message, stack }: Info): Error | undefined {
  if (typeof stack !== 'string') return undefined
  const [, name = 'Error'] = /^([\w.$]+)(?::|\n|$)/.exec(stack) ?? []
  return Object.assign(new Error(String(message ?? '')), { name, stack })
}

function fieldsOf({ level, message, stack, timestamp, ...fields }: Info): object {
  return fields
}
