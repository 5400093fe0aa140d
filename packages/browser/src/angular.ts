import { captureException, safely } from '@mayday/core'

export interface ErrorHandlerOptions {
  /** Prints errors, as Angular's own handler does. @default true */
  logErrors?: boolean
  /** What is captured of what Angular hands over; `defaultExtractor` gives what would be captured without it. */
  extractor?(error: unknown, defaultExtractor: (error: unknown) => unknown): unknown
}

/** What Angular calls with everything that fails in an application. */
export interface AngularErrorHandler {
  handleError(error: unknown): void
}

/**
 * An `ErrorHandler` for Angular that captures what it is given and then prints it as Angular's own does:
 * `providers: [{ provide: ErrorHandler, useValue: createErrorHandler() }]`.
 *
 * Of a request that failed, status and address are sent, without query and without the answer's body.
 */
export function createErrorHandler(options: ErrorHandlerOptions = {}): AngularErrorHandler {
  const { extractor, logErrors = true } = options
  const extracted = (error: unknown): unknown =>
    (extractor ? safely('extractor', () => ({ value: extractor(error, extract) })) : undefined)
      ?.value ?? extract(error)
  return {
    handleError(error) {
      safely('angular', () => outsideZones(() => capture(extracted(error))))
      if (logErrors) console.error('ERROR', error)
    },
  }
}

function capture(error: unknown): void {
  captureException(error ?? 'Handled unknown error', {
    // What has no stack of its own must not be given ours.
    syntheticException: null,
    mechanism: { type: 'auto.function.angular.error_handler', handled: false },
  })
}

/** Our timers and requests must not have Angular look for changes, and fail anew. */
function outsideZones(callback: () => void): void {
  const { Zone } = globalThis as { Zone?: { root?: { run(callback: () => void): void } } }
  if (Zone?.root) Zone.root.run(callback)
  else callback()
}

/** What zone.js and Angular have wrapped. */
function extract(given: unknown): unknown {
  const { ngOriginalError, rejection } = Object(given) as Record<string, unknown>
  return ngOriginalError ?? rejection ?? given
}
