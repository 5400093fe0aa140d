/** Any thrown value becomes an event; nothing here throws, whatever the value does when it is looked at. */

import { normalize } from '../pipeline/normalize.js'
import type { Event, Exception, Mechanism, Stacktrace } from '../protocol/event.js'
import { safely } from '../support/safely.js'
import type { EventHint } from './hint.js'
import {
  classOf,
  constructorName,
  describe,
  isDomEvent,
  isError,
  member,
  sortedKeys,
  textMember,
} from './inspect.js'
import { exceptionChain } from './linked-errors.js'
import type { StackParser } from './stack-parser.js'

export interface BuildOptions {
  stackParser: StackParser
  /** The title of an object that is no error; by its keys where this knows none. */
  titleOfObject?: ((value: object, how: string) => string | undefined) | undefined
  attachStacktrace: boolean
}

/** The event of `captureException(value)`. */
export function eventFromException(value: unknown, hint: EventHint, options: BuildOptions): Event {
  const inner = unwrap(value)
  const event = isError(inner)
    ? eventFromError(inner, hint, options)
    : eventFromNonError(inner, hint, options)
  return { ...event, level: 'error' }
}

/** The event of `captureMessage(text)`. */
export function eventFromMessage(message: unknown, hint: EventHint, options: BuildOptions): Event {
  const event: Event = { message: describe(message), level: 'info' }
  const stacktrace = options.attachStacktrace && stackOf(hint.syntheticException, options)
  if (stacktrace) {
    const mechanism = mechanismOf(hint, true)
    event.exception = { values: [{ value: describe(message), stacktrace, mechanism }] }
  }
  return event
}

/** Events that carry what was thrown stand for it. */
function unwrap(value: unknown): unknown {
  const kind = classOf(value)
  if (kind === 'ErrorEvent') return member(value, 'error') ?? value
  if (kind === 'PromiseRejectionEvent') return member(value, 'reason')
  return value
}

function eventFromError(error: Error, hint: EventHint, options: BuildOptions): Event {
  const toException = (one: Error): Exception => exceptionFromError(one, options)
  const own = toException(error)
  own.mechanism = mechanismOf(hint, false)
  const values = exceptionChain(error, own, toException)
  const code = classOf(error) === 'DOMException' && member(error, 'code')
  return {
    exception: { values },
    ...(code ? { tags: { 'DOMException.code': describe(code) } } : {}),
  }
}

function exceptionFromError(error: Error, options: BuildOptions): Exception {
  const exception: Exception = {
    type: textMember(error, 'name') || constructorName(error) || 'Error',
    value: messageOf(error),
  }
  const stacktrace = stackOf(error, options)
  if (stacktrace) exception.stacktrace = stacktrace
  return exception
}

function messageOf(error: unknown): string {
  const message = member(error, 'message')
  return message === undefined ? '' : describe(message)
}

function eventFromNonError(value: unknown, hint: EventHint, options: BuildOptions): Event {
  const rejected = hint.mechanism?.type?.endsWith('onunhandledrejection') ?? false
  const exception: Exception = {
    type: typeOf(value, rejected),
    value: titleOf(value, rejected, options),
    mechanism: mechanismOf(hint, true),
  }
  const stacktrace = stackOf(hint.syntheticException, options)
  if (stacktrace) exception.stacktrace = stacktrace
  if (typeof value !== 'object' || value === null) return { exception: { values: [exception] } }

  const extra = { __serialized__: normalize(value) }
  const held = errorHeldBy(value)
  return held
    ? { ...eventFromError(held, hint, options), extra }
    : { exception: { values: [exception] }, extra }
}

/** `{ error: new Error() }`: an object with an error inside tells of that error. */
function errorHeldBy(value: object): Error | undefined {
  return sortedKeys(value)
    .map((key) => member(value, key))
    .find(isError)
}

function typeOf(value: unknown, rejected: boolean): string {
  if (isDomEvent(value)) return constructorName(value) ?? 'Event'
  return rejected ? 'UnhandledRejection' : 'Error'
}

function titleOf(value: unknown, rejected: boolean, options: BuildOptions): string {
  if (typeof value !== 'object' || value === null) {
    return rejected
      ? `Non-Error promise rejection captured with value: ${describe(value)}`
      : describe(value)
  }
  const how = rejected ? 'promise rejection' : 'exception'
  if (isDomEvent(value)) {
    return `Event \`${constructorName(value) ?? 'Event'}\` (type=${value.type}) captured as ${how}`
  }
  return safely('title', () => options.titleOfObject?.(value, how)) || titleByKeys(value, how)
}

const MAX_KEYS = 40

function titleByKeys(value: object, how: string): string {
  const className = constructorName(value)
  const subject = className && className !== 'Object' ? `'${className}'` : 'Object'
  const keys = sortedKeys(value).join(', ') || '[object has no keys]'
  // As many whole keys as fit, and at least a part of the first.
  const shown = keys.length > MAX_KEYS ? keys.slice(0, MAX_KEYS + 1).replace(/,[^,]*$/, '') : keys
  return `${subject} captured as ${how} with keys: ${shown}`
}

function mechanismOf(hint: EventHint, synthetic: boolean): Mechanism {
  return {
    type: 'generic',
    handled: true,
    ...hint.mechanism,
    ...(synthetic ? { synthetic: true } : {}),
  }
}

function stackOf(error: unknown, { stackParser }: BuildOptions): Stacktrace | undefined {
  const stack = textMember(error, 'stack')
  if (!stack) return undefined
  const message = textMember(error, 'message') ?? ''
  const pop = Number(member(error, 'framesToPop')) || 0
  const frames = stackParser(withoutMessage(stack, message), 0, pop)
  return frames.length > 0 ? { frames } : undefined
}

/** V8 repeats the message above the frames; a line of it may look like a frame. */
function withoutMessage(stack: string, message: string): string {
  const start = message ? stack.indexOf(`: ${message}`) : -1
  const isHeader = start > 0 && !stack.slice(0, start).includes('\n')
  return isHeader ? stack.slice(start + 2 + message.length) : stack
}
