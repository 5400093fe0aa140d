/**
 * What was captured and then passed on to the program, which may let it go uncaught. Objects that come back are known
 * to their client; texts and numbers, and what comes from another thread, have to be remembered here.
 */
import { startTimer } from '@mayday/core'

const known = new WeakSet<object>()
const primitives = new Set<unknown>()

/**
 * Says that a thrown value has been told, so that it is not told once more as a crash. A primitive cannot be told from
 * its equals, and is remembered only until the present turn of the event loop is over: nobody's rejection waits longer.
 */
export function passOn(thrown: unknown): void {
  if (typeof thrown === 'object' && thrown !== null) known.add(thrown)
  else {
    primitives.add(thrown)
    startTimer(() => primitives.delete(thrown), 0)
  }
}

/** True for what was passed on, and for the error that Node makes of what is none where nobody listens to it. */
export function wasPassedOn(thrown: unknown): boolean {
  if (typeof thrown !== 'object' || thrown === null) return primitives.has(thrown)
  if (known.has(thrown)) return true
  const { code, message, context } = thrown as {
    [Name in 'code' | 'message' | 'context']?: unknown
  }
  if (code === 'ERR_UNHANDLED_ERROR') return primitives.has(context)
  if (code !== 'ERR_UNHANDLED_REJECTION') return false
  return [...primitives].some((one) => `${message}`.endsWith(`reason "${String(one)}".`))
}
