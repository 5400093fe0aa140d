import type { Exception, Mechanism } from '../protocol/event.js'
import { isError, isObject, member } from './inspect.js'

/** How causes are followed. */
export interface LinkedErrorsOptions {
  /** The member that holds an error's cause. @default 'cause' */
  key?: string
  /** How many errors below the captured one an event tells of. @default 5 */
  limit?: number
}

/**
 * The chain of a thrown value, innermost first and the value itself last: what it says was its `cause`, the members of
 * an aggregate, and the two halves of a `SuppressedError`, linked by number. `mechanism` is that of the value itself.
 *
 * @see https://develop.sentry.dev/sdk/foundations/transport/event-payloads/exception/
 */
export function exceptionChain(
  thrown: unknown,
  mechanism: Mechanism,
  toException: (value: unknown) => Exception,
  { key = 'cause', limit = 5 }: LinkedErrorsOptions = {},
): Exception[] {
  const values: Exception[] = []
  const seen: unknown[] = []

  function add(value: unknown, given: Mechanism): void {
    const id = seen.push(value) - 1
    const exception = toException(value)
    const own = exception.mechanism
    const mechanism = {
      ...own,
      ...given,
      ...(own?.data && { data: { ...own.data, ...given.data } }),
    }
    values.unshift({ ...exception, mechanism })
    for (const [source, child] of childrenOf(value, key)) {
      if (isObject(child) && seen.includes(child)) continue
      mechanism.exception_id = id
      if (source !== key) mechanism.is_exception_group = true
      if (values.length > limit) {
        const { omitted_errors = 0 } = mechanism.data ?? {}
        mechanism.data = { ...mechanism.data, omitted_errors: (omitted_errors as number) + 1 }
      } else {
        const exception_id = values.length
        add(child, { type: 'chained', handled: true, source, exception_id, parent_id: id })
      }
    }
  }

  add(thrown, mechanism)
  return values
}

/** Only errors have others below them; what is below may be anything. */
function childrenOf(parent: unknown, key: string): [source: string, value: unknown][] {
  if (!isError(parent)) return []
  const members = member(parent, 'errors')
  const list: unknown[] = Array.isArray(members) ? members : []
  const halves = member(parent, 'name') === 'SuppressedError' ? ['error', 'suppressed'] : []
  return [
    ...[key, ...halves].map((name): [string, unknown] => [name, member(parent, name)]),
    ...list.map((error, index): [string, unknown] => [`errors[${index}]`, error]),
  ].filter(([, value]) => value !== undefined && value !== null && value !== '')
}
