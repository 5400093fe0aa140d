import { constructorName, isError, isObject, member, textMember } from '../event/inspect.js'
import { normalize } from '../event/normalize.js'
import { LEFT_OUT } from '../event/own-data.js'
import type { Integration } from '../integration.js'
import { safely } from '../support/safely.js'

export interface ExtraErrorDataOptions {
  /** Levels of an error's members that are kept; `normalizeDepth` has to be two more to let them pass. @default 3 */
  depth?: number
  /** Also what `cause` holds. @default true */
  captureErrorCause?: boolean
}

/** Puts the own members of the captured error into a context of its name, and what its `toJSON()` says of it. */
export function extraErrorDataIntegration(options: ExtraErrorDataOptions = {}): Integration {
  const { depth = 3, captureErrorCause = true } = options
  return {
    name: 'ExtraErrorData',
    processEvent(event, { originalException: error }) {
      if (!isError(error)) return event
      const data = safely('reading the error', () => membersOf(error, captureErrorCause)) ?? {}
      if (Object.keys(data).length === 0) return event
      const contexts = { ...event.contexts, [nameOf(error)]: normalize(data, depth) as object }
      return { ...event, contexts: contexts as NonNullable<typeof event.contexts> }
    },
  }
}

function nameOf(error: Error): string {
  return textMember(error, 'name') || constructorName(error) || 'Error'
}

function membersOf(error: Error, withCause: boolean): Record<string, unknown> {
  const data = told(error)
  const cause = withCause ? member(error, 'cause') : undefined
  if (cause !== undefined) {
    data.cause = isError(cause) ? { [nameOf(cause)]: membersOf(cause, false) } : cause
  }
  const toJson = member(error, 'toJSON')
  const json = typeof toJson === 'function' ? safely('toJSON', () => toJson.call(error)) : undefined
  return isObject(json) ? { ...data, ...told(json) } : data
}

/** Nothing that other parts of the event tell, nor whole requests; errors among the members are only named. */
function told(value: object): Record<string, unknown> {
  const keys = Object.keys(value).filter((key) => !LEFT_OUT.test(key))
  return Object.fromEntries(keys.map((key) => [key, shown(member(value, key))]))
}

function shown(value: unknown): unknown {
  return isError(value) ? `${nameOf(value)}: ${textMember(value, 'message')}` : value
}
