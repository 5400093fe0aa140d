import {
  addBreadcrumb,
  type Client,
  type EventHint,
  getClient,
  isError,
  normalize,
  safely,
} from '@mayday/core'
import { type LogLevel, severityOf } from './levels.js'
import { isToldAlready, type Teller } from './told.js'

/** What becomes of the lines that a logger writes. */
export interface LoggerOptions {
  /** Lines that become events: the first error in them, or their text. */
  error?:
    | {
        /** @default ['error', 'fatal'] */
        levels?: LogLevel[] | undefined
        /** Whether the events count as handled. @default true */
        handled?: boolean | undefined
      }
    | undefined
  /** Lines that leave a breadcrumb. */
  log?:
    | {
        /** @default all */
        levels?: LogLevel[] | undefined
      }
    | undefined
  /**
   * Which fields of structured lines go along, by name, or `true` for all: in the breadcrumb's `data`, and in the event's
   * context that is named like the logger. Text, level, error and the logger's own name always do.
   * @default none
   */
  fields?: boolean | string[] | undefined
}

/** A line, as far as loggers agree what one is. */
export interface LogLine {
  logger: Exclude<Teller, 'console'>
  level: LogLevel
  text: string
  /** What the logger calls its text. */
  textKey: string
  /** The logger's own name, where it has one. */
  name?: string | undefined
  error?: unknown
  /** The rest of it; only asked for where somebody wants it. */
  fields(): object
}

const ALL: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']

let isTelling = false

/** What the logger calls, above which nothing is the program's affair. */
type Entry = (...args: never[]) => unknown

/** Makes an event or a breadcrumb of a line, or both, where the program captures. */
export function tell(line: LogLine, options: LoggerOptions, entry: Entry): void {
  const client = getClient()
  // What is written while a line is told would be told of that, too, and never come to an end.
  if (!client?.isEnabled() || isTelling || line.text.startsWith('[mayday] ')) return
  isTelling = true
  safely('log line', () => tellTo(client, line, options, entry))
  isTelling = false
}

function tellTo(client: Client, line: LogLine, options: LoggerOptions, entry: Entry): void {
  const { error, log, fields } = options
  const { levels = ['error', 'fatal'], handled = true } = error ?? {}
  const isEvent = levels.includes(line.level)
  const isBreadcrumb =
    (log?.levels ?? ALL).includes(line.level) && !isToldAlready(line.text, line.logger)
  if (!isEvent && !isBreadcrumb) return
  const opened = fields ? chosen(line, fields) : {}
  if (isEvent) capture(client, line, opened, handled, entry)
  if (isBreadcrumb) leave(line, opened)
}

/** The error is told as such. */
function chosen({ fields, error }: LogLine, wanted: true | string[]): object {
  const isWanted = (name: string): boolean => wanted === true || wanted.includes(name)
  return Object.fromEntries(
    Object.entries(fields()).filter(([name, value]) => isWanted(name) && value !== error),
  )
}

function capture(
  client: Client,
  line: LogLine,
  fields: object,
  handled: boolean,
  entry: Entry,
): void {
  const { logger, name, text, textKey, error } = line
  const level = severityOf(line.level)
  const context = { ...fields, ...(isError(error) && { [textKey]: text }), ...(name && { name }) }
  const hint: EventHint = {
    mechanism: { type: `auto.log.${logger}`, handled },
    captureContext(scope) {
      scope.addEventProcessor((event) => ({ ...event, logger }))
      return { level, ...(Object.keys(context).length > 0 && { contexts: { [logger]: context } }) }
    },
  }
  if (isError(error)) client.captureException(error, hint)
  else
    client.captureMessage(text || `${logger}: no text`, level, {
      ...hint,
      ...placeFor(client, entry),
    })
}

/** Behind the frames that loggers have of their own; they have more than the usual limit. */
const FRAMES = 50

function placeFor(client: Client, entry: Entry): Pick<EventHint, 'syntheticException'> {
  if (!client.getOptions().attachStacktrace) return {}
  const syntheticException = new Error('synthetic')
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = FRAMES
  Error.captureStackTrace(syntheticException, entry)
  Error.stackTraceLimit = stackTraceLimit
  return { syntheticException }
}

function leave({ logger, level, text, name }: LogLine, fields: object): void {
  const data = { ...fields, ...(name && { logger: name }) }
  addBreadcrumb({
    category: logger,
    level: severityOf(level),
    message: text,
    // The program goes on changing what it logged.
    ...(Object.keys(data).length > 0 && { data: normalize(data) as Record<string, unknown> }),
  })
}
