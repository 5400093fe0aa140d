import { format } from 'node:util'
import { isError, safely } from '@mayday/core'
import { type LogLevel, levelNamed } from './levels.js'
import { type LoggerOptions, type LogLine, tell } from './line.js'

export interface ConsolaReporterOptions extends LoggerOptions {
  /** The same as `log.levels`. */
  levels?: LogLevel[] | undefined
}

/** A line of consola, as its reporters get it. */
export interface ConsolaLogObject {
  level?: number | null
  type?: string
  tag?: string
  args?: unknown[]
  message?: string
  date?: Date
  [key: string]: unknown
}

export interface ConsolaReporter {
  log(line: ConsolaLogObject): void
}

/**
 * A reporter of consola that turns lines into events and breadcrumbs: errors and worse into events unless
 * `error.levels` says otherwise. Objects among what is logged show their kind in the text, and count as `fields`.
 *
 * ```js
 * consola.addReporter(createConsolaReporter())
 * ```
 */
export function createConsolaReporter(options: ConsolaReporterOptions = {}): ConsolaReporter {
  const { levels, ...others } = options
  const told: LoggerOptions = { ...others, log: { levels, ...others.log } }
  const log = (line: ConsolaLogObject): void => {
    safely('consola', () => tell(lineOf(line), told, log))
  }
  return { log }
}

function lineOf(line: ConsolaLogObject): LogLine {
  const { type, level, tag, message } = line
  const args = [...(message === undefined ? [] : [message]), ...(line.args ?? [])]
  return {
    logger: 'consola',
    level: levelNamed(type) ?? levelNumbered(level),
    text: format(...args.map(shown)),
    textKey: 'message',
    name: tag || undefined,
    error: args.find(isError),
    fields: () => fieldsOf(line, args),
  }
}

/** Of types that the program has made. */
function levelNumbered(level: unknown): LogLevel {
  const NUMBERS = ['error', 'warn', 'info', 'info', 'debug', 'trace'] as const
  return NUMBERS[level as number] ?? 'info'
}

/** What stands in the text; objects may hold anything. */
function shown(value: unknown): unknown {
  if (isError(value)) return value.message
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value) ? '[Array]' : '[Object]'
}

function fieldsOf(line: ConsolaLogObject, args: unknown[]): object {
  const { type, level, tag, date, args: _args, message, ...fields } = line
  const objects = args.filter((one) => shown(one) === '[Object]')
  return Object.assign(fields, ...objects)
}
