import type { Exception, Mechanism } from '../protocol/event.js'
import { isError, member } from './inspect.js'

/** How many errors below the captured one an event tells of. */
const MAX_LINKED = 5

/**
 * The chain of an error, innermost first and the error itself last: what it says was its `cause`, and the members of
 * an aggregate, linked by number. `mechanism` is that of the error itself.
 *
 * @see https://develop.sentry.dev/sdk/foundations/transport/event-payloads/exception/
 */
export function exceptionChain(
  error: Error,
  mechanism: Mechanism,
  toException: (error: Error) => Exception,
): Exception[] {
  const values: Exception[] = []
  const seen: Error[] = []

  function add(error: Error, mechanism: Mechanism): void {
    const id = seen.push(error) - 1
    values.unshift({ ...toException(error), mechanism })
    for (const [source, child] of childrenOf(error)) {
      if (values.length > MAX_LINKED || seen.includes(child)) continue
      mechanism.exception_id = id
      if (source !== 'cause') mechanism.is_exception_group = true
      const exception_id = values.length
      add(child, { type: 'chained', handled: true, source, exception_id, parent_id: id })
    }
  }

  add(error, mechanism)
  return values
}

function childrenOf(parent: Error): [source: string, error: Error][] {
  const members = member(parent, 'errors')
  const list: unknown[] = Array.isArray(members) ? members : []
  const named = list.map((error, index): [string, unknown] => [`errors[${index}]`, error])
  const candidates: [string, unknown][] = [['cause', member(parent, 'cause')], ...named]
  return candidates.filter((pair): pair is [string, Error] => isError(pair[1]))
}
