/** Any thrown value becomes an event; nothing here throws, whatever the value does when it is looked at. */

import { normalize } from '../pipeline/normalize.js'
import type { Event, Exception, Mechanism, Stacktrace } from '../protocol/event.js'
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
  /** Gives an object without an error's class the title that it says itself, as Node programs expect. */
  trustObjectMessage: boolean
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
  const event: Event = { ...messageOf(message), level: 'info' }
  const stacktrace = options.attachStacktrace && stackOf(hint.syntheticException, options)
  if (stacktrace) {
    const mechanism = mechanismOf(hint, true)
    event.exception = { values: [{ value: describe(message), stacktrace, mechanism }] }
  }
  return event
}

/** `parameterize` and its like give a string object that remembers its template. */
function messageOf(message: unknown): Pick<Event, 'message' | 'logentry'> {
  const template = textMember(message, '__sentry_template_string__')
  const params = member(message, '__sentry_template_values__')
  if (template === undefined) return { message: describe(message) }
  const formatted = describe(message)
  return {
    message: formatted,
    logentry: { message: template, params: Array.isArray(params) ? params : [], formatted },
  }
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
    value: errorMessage(error),
  }
  const stacktrace = stackOf(error, options)
  if (stacktrace) exception.stacktrace = stacktrace
  return exception
}

function errorMessage(error: unknown): string {
  const message = member(error, 'message')
  // Some libraries hang the real error into the message.
  const inner = textMember(member(message, 'error'), 'message')
  return inner ?? (message === undefined ? '' : describe(message))
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
  return (options.trustObjectMessage && ownTitle(value, how)) || titleByKeys(value, how)
}

function ownTitle(value: object, how: string): string | undefined {
  const name = textMember(value, 'name')
  const message = textMember(value, 'message')
  if (!name) return message
  return `'${name}' captured as ${how}${message ? ` with message '${message}'` : ''}`
}

function titleByKeys(value: object, how: string): string {
  const className = constructorName(value)
  const subject = className && className !== 'Object' ? `'${className}'` : 'Object'
  const keys = shortList(sortedKeys(value), 40)
  return `${subject} captured as ${how} with keys: ${keys || '[object has no keys]'}`
}

/** As many whole keys as fit into `max` characters, and at least a part of the first. */
function shortList(keys: string[], max: number): string {
  const [first = ''] = keys
  if (first.length >= max) return `${first.slice(0, max)}...`
  for (let count = keys.length; count > 1; count--) {
    const list = keys.slice(0, count).join(', ')
    if (list.length <= max) return count === keys.length ? list : `${list}...`
  }
  return first
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
