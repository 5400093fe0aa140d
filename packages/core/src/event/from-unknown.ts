/** Any thrown value becomes an event; nothing here throws, whatever the value does when it is looked at. */

import type { Platform } from '../client.js'
import type { Event, Exception, Mechanism, SeverityLevel } from '../protocol/event.js'
import { safely } from '../support/safely.js'
import type { EventHint } from './hint.js'
import {
  classOf,
  constructorName,
  describe,
  isDomEvent,
  isError,
  isObject,
  member,
  sortedKeys,
  textMember,
} from './inspect.js'
import { exceptionChain } from './linked-errors.js'
import { normalize } from './normalize.js'

/** The event of `captureException(value)`. */
export function eventFromException(value: unknown, hint: EventHint, platform: Platform): Event {
  const thrown = unwrap(value)
  const error = isError(thrown) ? thrown : errorHeldBy(thrown)
  const values = error
    ? exceptionChain(error, mechanismOf(hint), (one) => exceptionFromError(one, platform))
    : [exceptionFromOther(thrown, hint, platform)]
  const code = error && classOf(error) === 'DOMException' && member(error, 'code')
  return {
    level: 'error',
    exception: { values },
    ...(code ? { tags: { 'DOMException.code': describe(code) } } : {}),
    ...(isObject(thrown) && thrown !== error
      ? { extra: { __serialized__: normalize(thrown) } }
      : {}),
  }
}

/** The event of `captureMessage(text)`; `place` is an error made where it was called. */
export function eventFromMessage(
  text: unknown,
  hint: EventHint,
  platform: Platform,
  place: Error | null | undefined,
  level: SeverityLevel = 'info',
): Event {
  const value = describe(text)
  // By these names other copies and SDKs mark what their `parameterize` made.
  const template = textMember(text, '__sentry_template_string__')
  const params = member(text, '__sentry_template_values__') as unknown[]
  const stack = stackOf(place, platform)
  const mechanism = { ...mechanismOf(hint), synthetic: true }
  return {
    ...(template
      ? { logentry: { message: template, params, formatted: value } }
      : { message: value }),
    level,
    ...(stack.stacktrace ? { exception: { values: [{ value, ...stack, mechanism }] } } : {}),
  }
}

/** Events that carry what was thrown stand for it. */
function unwrap(value: unknown): unknown {
  const kind = classOf(value)
  if (kind === 'ErrorEvent') return member(value, 'error') ?? value
  return kind === 'PromiseRejectionEvent' ? member(value, 'reason') : value
}

/** `{ error: new Error() }`: an object with an error inside tells of that error. */
function errorHeldBy(value: unknown): Error | undefined {
  if (!isObject(value)) return undefined
  return sortedKeys(value)
    .map((key) => member(value, key))
    .find(isError)
}

function exceptionFromError(error: Error, platform: Platform): Exception {
  return {
    type: textMember(error, 'name') || constructorName(error) || 'Error',
    value: describe(member(error, 'message') ?? ''),
    ...stackOf(error, platform),
  }
}

/** What is no error has no stack of its own. */
function exceptionFromOther(value: unknown, hint: EventHint, platform: Platform): Exception {
  const rejected = hint.mechanism?.type?.endsWith('onunhandledrejection') ?? false
  const type = rejected ? 'UnhandledRejection' : 'Error'
  return {
    type: isDomEvent(value) ? eventName(value) : type,
    value: titleOf(value, rejected, platform),
    ...stackOf(hint.syntheticException, platform),
    mechanism: { ...mechanismOf(hint), synthetic: true },
  }
}

function eventName(event: unknown): string {
  return constructorName(event) ?? 'Event'
}

function titleOf(value: unknown, rejected: boolean, { titleOfObject }: Platform): string {
  if (!isObject(value)) {
    return (rejected ? 'Non-Error promise rejection captured with value: ' : '') + describe(value)
  }
  const how = rejected ? 'promise rejection' : 'exception'
  return isDomEvent(value)
    ? `Event \`${eventName(value)}\` (type=${value.type}) captured as ${how}`
    : safely('read', () => titleOfObject?.(value, how)) || titleByKeys(value, how)
}

const MAX_KEYS = 40

function titleByKeys(value: object, how: string): string {
  const className = constructorName(value) ?? 'Object'
  const subject = className === 'Object' ? className : `'${className}'`
  const keys = sortedKeys(value).join(', ') || '[object has no keys]'
  // As many whole keys as fit, and at least a part of the first.
  const shown = keys.length > MAX_KEYS ? keys.slice(0, MAX_KEYS + 1).replace(/,[^,]*$/, '') : keys
  return `${subject} captured as ${how} with keys: ${shown}`
}

function mechanismOf(hint: EventHint): Mechanism {
  return { type: 'generic', handled: true, ...hint.mechanism }
}

function stackOf(error: unknown, { stackParser }: Platform): Pick<Exception, 'stacktrace'> {
  const stack = withoutMessage(textMember(error, 'stack') ?? '', textMember(error, 'message'))
  const frames = stackParser(stack, 0, Number(member(error, 'framesToPop')) || 0)
  return frames.length > 0 ? { stacktrace: { frames } } : {}
}

/** V8 repeats the message above the frames; a line of it may look like a frame. */
function withoutMessage(stack: string, message: string | undefined): string {
  const start = message ? stack.indexOf(`: ${message}`) : -1
  const isHeader = start > 0 && !stack.slice(0, start).includes('\n')
  return isHeader ? stack.slice(start + `: ${message}`.length) : stack
}
