import { type Client, claimUncaught, type SeverityLevel, safely } from '@mayday/browser'
import { captureWith, type ReactErrorInfo } from './capture.js'
import { ErrorBoundary } from './error-boundary.js'
import { ownerStack } from './owners.js'
import { printCaught, report, reportUncaught } from './react-output.js'
import { isConsequence } from './rehearsals.js'
import { remember } from './told.js'

/** What React 19 tells the handlers of a root. */
export interface RootErrorInfo extends ReactErrorInfo {
  /** The boundary that caught the error; only for `onCaughtError`. */
  errorBoundary?: object | null | undefined
}

export type RootErrorHandler = (error: unknown, info: RootErrorInfo) => void

export type ReactErrorCallback = (error: unknown, info: RootErrorInfo, eventId: string) => void

/** What `createRoot` and `hydrateRoot` of React 19 take to tell of errors. */
export interface RootErrorHandlers {
  /** A boundary has caught it. */
  onCaughtError: RootErrorHandler
  /** No boundary has. */
  onUncaughtError: RootErrorHandler
  /** React has helped itself, as with a page that differs from what the server sent. React 18 tells of these, too. */
  onRecoverableError: RootErrorHandler
}

export interface RootHandlersOptions extends Partial<RootErrorHandlers> {
  /** The client that captures. @default the page's */
  client?: Client | undefined
}

/**
 * Options for `createRoot` and `hydrateRoot` that capture every error of the root once: handled where a boundary caught
 * it, unhandled where none did, and as a warning where React recovered by itself. Then the handlers that you give are
 * called, or what React prints and reports without any is printed and reported.
 *
 * What an `<ErrorBoundary>` of ours has caught is left to it.
 */
export function createRootOptions(options: RootHandlersOptions = {}): RootErrorHandlers {
  const { client } = options
  const { onCaughtError = printCaught } = options
  const { onUncaughtError = reportUncaught, onRecoverableError = report } = options
  return {
    onCaughtError(error, info) {
      capture(client, error, info, true, 'error')
      told(error, () => onCaughtError(error, info))
    },
    onUncaughtError(error, info) {
      capture(client, error, info, false, 'error')
      told(error, () => onUncaughtError(error, info))
    },
    onRecoverableError(error, info) {
      if (!isConsequence(error)) capture(client, error, info, true, 'warning')
      told(error, () => onRecoverableError(error, info))
    },
  }
}

/**
 * A handler for each of the three options of React 19's `createRoot` and `hydrateRoot` that tell of errors. What an
 * `<ErrorBoundary>` of ours has caught is captured as its: one failure, one event.
 *
 * @param callback called after the capture, instead of what React prints by itself; with it, errors count as handled
 */
export function reactErrorHandler(callback?: ReactErrorCallback): RootErrorHandler {
  return (error, info) => {
    const isCaught = info.errorBoundary !== undefined
    const isRecovered =
      !isCaught && safely('message', () => RECOVERED.test((error as Error).message))
    const handled = isCaught || isRecovered || callback !== undefined
    const eventId = capture(undefined, error, info, handled, isRecovered ? 'warning' : 'error')
    const print = isCaught ? printCaught : isRecovered ? report : reportUncaught
    told(error, () => (callback ? callback(error, info, eventId) : print(error, info)))
  }
}

/** How React says so itself; in production by a number. */
const RECOVERED =
  /^(Minified React error #(418|419|42[1-5]|520);|Hydration failed|The server could not finish|There was an error (while hydrating|during concurrent)|This (root|Suspense boundary) received an (early )?update)/

function capture(
  client: Client | undefined,
  error: unknown,
  info: RootErrorInfo,
  handled: boolean,
  level: SeverityLevel,
): string {
  const { componentStack, errorBoundary } = info
  const both = { componentStack, ownerStack: safely('owners', ownerStack) }
  if (errorBoundary instanceof ErrorBoundary) return errorBoundary.capture(error, both)
  const eventId = captureWith(client, error, both, {
    mechanism: { type: 'auto.function.react.error_handler', handled },
    captureContext: { level },
  })
  return remember(error, eventId)
}

/** Keeps the global handlers from capturing the error once more while it is reported to the page. */
function told(error: unknown, callback: () => void): void {
  const stop = claimUncaught((event) => event.type === 'error' && Object.is(event.error, error))
  try {
    callback()
  } finally {
    stop()
  }
}
