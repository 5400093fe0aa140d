import type { IncomingMessage, ServerResponse } from 'node:http'
import { captureOf, isWanted } from './capture.js'
import { isServerError } from './status.js'

export interface ConnectHandlerOptions {
  /** Says which errors are captured. @default those that are answered with 500 or more */
  shouldHandleError?(error: Error): boolean
}

type ConnectErrorMiddleware = (
  error: Error,
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void

/** Captures the errors of a Connect app; call it after your middleware and before your own error handlers. */
export function setupConnectErrorHandler(
  app: { use(middleware: ConnectErrorMiddleware): unknown },
  options?: ConnectHandlerOptions,
): void {
  const shouldHandle = options?.shouldHandleError ?? isServerError
  app.use(function maydayErrorMiddleware(error, request, _response, next) {
    if (isWanted(() => shouldHandle(error))) captureOf(request, error, 'auto.middleware.connect')
    next(error)
  })
}
