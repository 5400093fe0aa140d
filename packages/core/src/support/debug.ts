/** The only place that prints. What it prints never becomes a breadcrumb: it asks for the unpatched console. */
import { unpatched } from './patch.js'
import { runtime } from './runtime.js'

declare const __SENTRY_DEBUG__: boolean | undefined

let enabled = false

/** Turns debug messages on or off for the whole process; `init({ debug: true })` does. */
export function setDebug(on: boolean): void {
  enabled = on
}

/**
 * Prints one line when debugging is on. A bundler that defines `__SENTRY_DEBUG__` as `false` drops this function's
 * body, and with it every literal that is passed here.
 */
export function debug(...line: unknown[]): void {
  if (typeof __SENTRY_DEBUG__ !== 'undefined' && !__SENTRY_DEBUG__) return
  if (enabled) print('log', line)
}

/** Prints one line whatever the settings: for what the user must know and cannot otherwise see. */
export function warn(...line: unknown[]): void {
  print('warn', line)
}

function print(level: 'log' | 'warn', [message, ...values]: unknown[]): void {
  try {
    const write = unpatched(runtime.console?.[level]) as (...args: unknown[]) => void
    write.call(runtime.console, `[mayday] ${message}`, ...values)
  } catch {
    // A console that throws leaves nobody to tell.
  }
}
