/** What programs write on the values they throw. */
import { annotations } from '../scope/current.js'
import { isObject, member } from './inspect.js'
import { normalize } from './normalize.js'

/**
 * Attaches `data` to a thrown value, or to a cause of one, without changing it; when it is captured, its event has the
 * data in `extra`. What is attached later, or to an outer error, wins. Returns the value, to be thrown on:
 * `throw annotate(error, { orderId })`.
 *
 * Works for frozen errors as for others; of values that are no objects the last annotated one is remembered.
 */
export function annotate<T>(thrown: T, data: Record<string, unknown>): T {
  const notes = annotations()
  const all = { ...notesOn(thrown), ...data }
  if (isObject(thrown)) notes.ofObjects.set(thrown, all)
  else notes.ofLast = { thrown, data: all }
  return thrown
}

/** What was attached to the value. */
export function notesOn(thrown: unknown): Record<string, unknown> | undefined {
  const { ofObjects, ofLast } = annotations()
  if (isObject(thrown)) return ofObjects.get(thrown)
  return ofLast && Object.is(ofLast.thrown, thrown) ? ofLast.data : undefined
}

/**
 * What every error has, or the event tells elsewhere; and where HTTP clients keep whole requests and answers, with
 * bodies and headers that are nobody's business.
 */
export const LEFT_OUT: RegExp =
  /^(?:name|message|stack|toJSON|cause|errors|(?:line|column)(?:Number)?|fileName|sourceURL|framesToPop|config|req(?:uest)?|res(?:ponse)?|options|body)$/

const MAX_MEMBERS = 50

/** The own properties of an error, such as `code` and `details`, as they are now. */
export function ownData(error: object): Record<string, unknown> | undefined {
  const keys = Object.keys(error).filter((key) => !LEFT_OUT.test(key))
  if (keys.length === 0) return undefined
  const own = keys.slice(0, MAX_MEMBERS).map((key): [string, unknown] => [key, member(error, key)])
  return normalize(Object.fromEntries(own)) as Record<string, unknown>
}
