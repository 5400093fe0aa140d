import type { Exception } from '../protocol/event.js'
import { isError, member } from './inspect.js'

/** How many errors below the captured one an event tells of. */
const MAX_LINKED = 5

/**
 * The chain of an error, innermost first and the error itself last: what it says was its `cause`, and the members of
 * an aggregate, linked by number.
 *
 * @see https://develop.sentry.dev/sdk/foundations/transport/event-payloads/exception/
 */
export function exceptionChain(
  error: unknown,
  own: Exception,
  toException: (error: Error) => Exception,
): Exception[] {
  const values = [own]
  const seen = new Set<unknown>([error])

  function addChildren(parent: unknown, parentValue: Exception, parentId: number): void {
    for (const [source, child] of childrenOf(parent)) {
      if (values.length > MAX_LINKED || seen.has(child)) continue
      seen.add(child)
      const id = values.length
      const value = toException(child)
      value.mechanism = {
        type: 'chained',
        handled: true,
        source,
        exception_id: id,
        parent_id: parentId,
      }
      parentValue.mechanism = { ...identified(parentValue, parent), exception_id: parentId }
      values.unshift(value)
      addChildren(child, value, id)
    }
  }

  addChildren(error, own, 0)
  return values
}

function childrenOf(parent: unknown): [source: string, error: Error][] {
  const members = member(parent, 'errors')
  const candidates: [string, unknown][] = [['cause', member(parent, 'cause')]]
  if (Array.isArray(members)) {
    members.forEach((error, index) => {
      candidates.push([`errors[${index}]`, error])
    })
  }
  return candidates.filter((pair): pair is [string, Error] => isError(pair[1]))
}

function identified(value: Exception, error: unknown): NonNullable<Exception['mechanism']> {
  const mechanism = value.mechanism ?? { type: 'generic', handled: true }
  return Array.isArray(member(error, 'errors'))
    ? { ...mechanism, is_exception_group: true }
    : mechanism
}
