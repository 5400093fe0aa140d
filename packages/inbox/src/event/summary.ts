import type { SeverityLevel, StackFrame } from '@mayday/core'
import { type ReadException, topFrame } from './exceptions.js'
import { cutText, fieldsOf, textOf } from './fields.js'

/** What a list shows of an event. */
export interface Summary {
  title: string
  /** Where it happened: the top in-app frame, or else the transaction; empty when neither is known. */
  culprit: string
  level: SeverityLevel
  platform: string
  /** `false`: nobody caught it; absent when the event does not say. */
  handled?: boolean
}

const longestTitle = 250
const longestPlatform = 64

export function summarise(event: unknown, exceptions: ReadException[]): Summary {
  const fields = fieldsOf(event) ?? {}
  const captured = exceptions.at(-1)
  const top = topFrame(captured?.frames ?? [])
  const handled = captured?.mechanism.handled
  return {
    title: captured
      ? titleOf(captured, fields)
      : cut(messageOf(fields) ?? textOf(fields.transaction) ?? 'No message'),
    culprit: cut((top && placeOf(top)) || (textOf(fields.transaction) ?? '')),
    level: levelOf(fields.level, captured === undefined),
    platform: cutText(textOf(fields.platform) ?? 'other', longestPlatform),
    ...(handled !== undefined && { handled }),
  }
}

/** The text of an event that is a message rather than an error. */
export function messageOf(event: unknown): string | undefined {
  const { logentry, message } = fieldsOf(event) ?? {}
  const entry = fieldsOf(logentry)
  return (
    textOf(entry?.formatted) ??
    textOf(message) ??
    textOf(entry?.message) ??
    // Relay reads `message` as an alias of `logentry`, so the object may stand there too.
    textOf(fieldsOf(message)?.formatted) ??
    textOf(fieldsOf(message)?.message)
  )
}

/** `src/cart.ts:42 total`, with what is known of it. */
export function placeOf(frame: StackFrame): string {
  const file = fileOf(frame)
  const place = file && frame.lineno !== undefined ? `${file}:${frame.lineno}` : file
  return [place, functionOf(frame)].filter(Boolean).join(' ')
}

/** The path of a frame's file, without the origin of a URL. */
export function fileOf(frame: StackFrame): string {
  const file = frame.filename ?? frame.abs_path ?? frame.module ?? ''
  return file.replace(/^https?:\/\/[^/]+\/(?=.)/, '').replace(/[?#].*$/, '')
}

/** The name of a frame's function; undefined for the many ways of saying that it has none. */
export function functionOf(frame: StackFrame): string | undefined {
  return frame.function && !/^(\?|<?anonymous>?)$/.test(frame.function) ? frame.function : undefined
}

/** An exception in one line. */
function titleOf(exception: ReadException, event: unknown = {}): string {
  const { type, value, mechanism } = exception
  // The type of a synthetic error is the SDK's choice and tells the reader nothing.
  if (mechanism.synthetic && value !== undefined) return cut(value)
  return cut([type, value].filter(Boolean).join(': ') || (messageOf(event) ?? 'Unknown error'))
}

function levelOf(level: unknown, isMessage: boolean): SeverityLevel {
  switch (level) {
    case 'fatal':
    case 'error':
    case 'warning':
    case 'info':
    case 'debug':
      return level
    case 'critical':
      return 'fatal'
    case 'log':
      return 'info'
    default:
      return isMessage ? 'info' : 'error'
  }
}

function cut(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? ''
  return line.length > longestTitle ? `${cutText(line, longestTitle - 1)}…` : line
}
