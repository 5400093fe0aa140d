/** What a person reads first of a thrown value that is no error. */
import type { FullPlatform } from '../dispatch.js'
import { safely } from '../support/safely.js'
import {
  classOf,
  constructorName,
  describe,
  isDomEvent,
  isObject,
  member,
  sortedKeys,
  textMember,
} from './inspect.js'

/** The title's two halves. */
export interface Title {
  type: string
  value: string
}

/** @param rejected true for what a promise was rejected with */
export function titleOf(value: unknown, rejected: boolean, platform: FullPlatform): Title {
  const type = rejected ? 'UnhandledRejection' : 'Error'
  if (!isObject(value)) {
    const how = rejected ? 'Non-Error promise rejection captured with value: ' : ''
    return { type, value: how + textOf(value) }
  }
  const how = rejected ? 'promise rejection' : 'exception'
  const own = constructorName(value)
  if (isDomEvent(value)) {
    const name = own ?? 'Event'
    const message = textMember(value, 'message')
    return {
      type: name,
      value: message
        ? `Event \`${name}\` captured as ${how} with message \`${message}\``
        : `Event \`${name}\` (type=${value.type}) captured as ${how}`,
    }
  }
  const answer = answerKind(value)
  if (answer) return { type: answer, value: answerOf(value) }
  const said = safely('read', () => platform.titleOfObject?.(value, how))
  return { type, value: said || titleByKeys(value, how) }
}

/** Of a function only its name: its source text says nothing here. */
function textOf(value: unknown): string {
  return typeof value === 'function'
    ? `[Function: ${textMember(value, 'name') || '<anonymous>'}]`
    : describe(value)
}

/** What the answer to a request is called that was thrown: the browser's, or Angular's. */
export function answerKind(value: object): string | undefined {
  const kind = [classOf(value), textMember(value, 'name')]
  return kind.find((name) => name === 'Response' || name === 'HttpErrorResponse')
}

/** `404 Not Found, https://host/path`. */
function answerOf(response: object): string {
  const parts = ['status', 'statusText'].map((key) => describe(member(response, key)))
  const [url] = (textMember(response, 'url') ?? '').split(/[?#]/)
  return [parts.join(' ').trim(), url].filter(Boolean).join(', ')
}

const MAX_KEYS = 40

function titleByKeys(value: object, how: string): string {
  const className = constructorName(value) ?? 'Object'
  const subject = `${className === 'Object' ? className : `'${className}'`} captured as ${how}`
  const keys = sortedKeys(value).join(', ')
  const text = describe(value)
  // Dates, addresses and the like have no keys but a text.
  if (!keys && !text.startsWith('[')) return `${subject}: ${text}`
  // As many whole keys as fit, and at least a part of the first.
  const shown = keys.length > MAX_KEYS ? keys.slice(0, MAX_KEYS + 1).replace(/,[^,]*$/, '') : keys
  return `${subject} with keys: ${shown || '[object has no keys]'}`
}
