import { captureReactException, type ReactErrorInfo } from './capture.js'
import { ErrorBoundary } from './error-boundary.js'

/** What React 19 tells the handlers of a root. */
export interface RootErrorInfo extends ReactErrorInfo {
  /** The boundary that caught the error; only for `onCaughtError`. */
  errorBoundary?: unknown
}

export type ReactErrorCallback = (error: unknown, info: RootErrorInfo, eventId: string) => void

/**
 * A handler for `onUncaughtError`, `onCaughtError` and `onRecoverableError` of React 19's `createRoot` and
 * `hydrateRoot`. What an `<ErrorBoundary>` of ours has caught is left to it: one failure, one event.
 *
 * @param callback called after the capture; React's own console message is replaced by whatever it does
 */
export function reactErrorHandler(
  callback?: ReactErrorCallback,
): (error: unknown, info: RootErrorInfo) => void {
  return (error, info) => {
    if (info.errorBoundary instanceof ErrorBoundary) return
    const handled = callback !== undefined || info.errorBoundary !== undefined
    const eventId = captureReactException(error, info, {
      mechanism: { type: 'auto.function.react.error_handler', handled },
    })
    callback?.(error, info, eventId)
  }
}
