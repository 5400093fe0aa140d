import type { ServerResponse } from 'node:http'
import { captureOf, isWanted } from './capture.js'
import { type ExpressRequest, expressRoute } from './express-route.js'
import { noteRoute } from './route.js'
import { isServerError, type StatusHolder } from './status.js'

interface MiddlewareError extends Error, StatusHolder {}

export type ExpressErrorMiddleware = (
  error: MiddlewareError,
  request: ExpressRequest,
  response: ServerResponse & { sentry?: string },
  next: (error: MiddlewareError) => void,
) => void

export interface ExpressHandlerOptions {
  /** Says which errors are captured. @default those that are answered with 500 or more */
  shouldHandleError?(error: MiddlewareError): boolean
}

/**
 * Captures the errors of an Express app's routes (4 or 5); call it after the routes and before your own error handlers.
 */
export function setupExpressErrorHandler(
  app: { use(middleware: ExpressErrorMiddleware): unknown },
  options?: ExpressHandlerOptions,
): void {
  app.use(errorHandler(options, app))
}

/** The error middleware itself: captures, leaves the event's id in `res.sentry`, and passes the error on. */
export function expressErrorHandler(options?: ExpressHandlerOptions): ExpressErrorMiddleware {
  return errorHandler(options)
}

function errorHandler(options?: ExpressHandlerOptions, app?: object): ExpressErrorMiddleware {
  const shouldHandle = options?.shouldHandleError ?? isServerError
  return function maydayErrorMiddleware(error, request, response, next) {
    if (isWanted(() => shouldHandle(error))) {
      noteRoute(request, () => expressRoute(request, app))
      const id = captureOf(request, error, 'auto.middleware.express')
      if (id) response.sentry = id
    }
    next(error)
  }
}
