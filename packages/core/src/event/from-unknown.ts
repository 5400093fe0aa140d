/** Any thrown value becomes an event; nothing here throws, whatever the value does when it is looked at. */

import type { FullPlatform } from '../dispatch.js'
import type { Options } from '../options.js'
import type { Event, Exception, Mechanism, SeverityLevel } from '../protocol/event.js'
import { safely } from '../support/safely.js'
import type { EventHint } from './hint.js'
import {
  classOf,
  constructorName,
  describe,
  isError,
  isObject,
  member,
  sortedKeys,
  textMember,
} from './inspect.js'
import { exceptionChain } from './linked-errors.js'
import { tellRequest } from './network-error.js'
import { normalize } from './normalize.js'
import { notesOn, ownData } from './own-data.js'
import { answerKind, titleOf } from './title.js'

type ExceptionOptions = Pick<Options, 'linkedErrors' | 'enhanceFetchErrorMessages'>

/** The event of `captureException(value)`. */
export function eventFromException(
  value: unknown,
  hint: EventHint,
  platform: FullPlatform,
  { linkedErrors, enhanceFetchErrorMessages }: ExceptionOptions = {},
): Event {
  const given = unwrap(value)
  const thrown = isError(given) ? given : (errorHeldBy(given) ?? given)
  const notes = [notesOn(given)]
  const toException = (one: unknown): Exception => {
    notes.unshift(notesOn(one))
    return isError(one)
      ? tellRequest(
          one,
          exceptionFromError(one, platform),
          platform.stackParser,
          enhanceFetchErrorMessages !== false,
        )
      : exceptionFromOther(one, one === thrown ? hint : {}, platform)
  }
  const values = exceptionChain(thrown, mechanismOf(hint), toException, linkedErrors)
  const code = classOf(thrown) === 'DOMException' && member(thrown, 'code')
  // Of an answer the title tells all that is nobody's secret.
  const isTold = !isObject(given) || isError(given) || answerKind(given)
  const serialized = !isTold && { __serialized__: normalize(given) }
  return {
    level: 'error',
    exception: { values },
    ...(code ? { tags: { 'DOMException.code': describe(code) } } : {}),
    extra: Object.assign({}, ...notes, serialized),
  }
}

/** The event of `captureMessage(text)`; `place` is an error made where it was called. */
export function eventFromMessage(
  text: unknown,
  hint: EventHint,
  platform: FullPlatform,
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

const NO_MESSAGE = { javascript: 'No error message', node: '' }

function exceptionFromError(error: Error, platform: FullPlatform): Exception {
  const data = safely('read', () => ownData(error))
  return {
    type: textMember(error, 'name') || constructorName(error) || 'Error',
    value: describe(member(error, 'message') ?? '') || NO_MESSAGE[platform.name],
    ...stackOf(error, platform),
    ...(data && { mechanism: { type: 'generic', data } }),
  }
}

/** What is no error has no stack of its own. */
function exceptionFromOther(value: unknown, hint: EventHint, platform: FullPlatform): Exception {
  const rejected =
    platform.name !== 'node' && !!hint.mechanism?.type?.endsWith('onunhandledrejection')
  return {
    ...titleOf(value, rejected, platform),
    ...stackOf(hint.syntheticException, platform),
    mechanism: { type: 'generic', synthetic: true },
  }
}

function mechanismOf(hint: EventHint): Mechanism {
  return { type: 'generic', handled: true, ...hint.mechanism }
}

function stackOf(error: unknown, { stackParser }: FullPlatform): Pick<Exception, 'stacktrace'> {
  const stack = withoutMessage(textMember(error, 'stack') ?? '', textMember(error, 'message'))
  const frames = stackParser(stack, 0, Number(member(error, 'framesToPop')) || 0)
  return frames.length > 0 ? { stacktrace: { frames } } : {}
}

/** V8 repeats the message above the frames; a line of it may look like a frame. */
function withoutMessage(stack: string, message: string | undefined): string {
  // Behind the name; looked for in a small part, since messages may be huge.
  const start = stack.slice(0, MAX_NAME).indexOf(': ') + 2
  return message && start > 1 && stack.startsWith(message, start)
    ? stack.slice(start + message.length)
    : stack
}

const MAX_NAME = 300
