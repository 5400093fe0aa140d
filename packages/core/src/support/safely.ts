import { debug } from './debug.js'

/**
 * Runs `fn` and returns what it returns, or `undefined` when it throws: the border between the SDK and the program.
 * The only place that swallows an exception.
 */
export function safely<T>(what: string, fn: () => T): T | undefined {
  try {
    return fn()
  } catch (error) {
    debug(`failed: ${what}`, error)
    return undefined
  }
}

/** True for promises of any realm or library. */
export function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function'
}
