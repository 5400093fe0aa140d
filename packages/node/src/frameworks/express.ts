import type { IncomingMessage, ServerResponse } from 'node:http'
import { captureException, getIsolationScope } from '@mayday/core'
import { asyncScopes, scopesOfRequest } from '../async-scopes.js'
import { addressOf } from '../request-address.js'

/** What Express and its middleware hang on an error to say how to answer. */
interface MiddlewareError extends Error {
  status?: number | string
  statusCode?: number | string
  status_code?: number | string
  output?: { statusCode?: number | string }
}

interface ExpressRequest extends IncomingMessage {
  baseUrl?: string
  route?: { path?: unknown }
}

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

/** Captures the errors of an Express app's routes; call it after the routes and before your own error handlers. */
export function setupExpressErrorHandler(
  app: { use(middleware: ExpressErrorMiddleware): unknown },
  options?: ExpressHandlerOptions,
): void {
  app.use(expressErrorHandler(options))
}

/** The error middleware itself: captures, leaves the event's id in `res.sentry`, and passes the error on. */
export function expressErrorHandler(options?: ExpressHandlerOptions): ExpressErrorMiddleware {
  const shouldHandle = options?.shouldHandleError ?? isServerError
  return function maydayErrorMiddleware(error, request, response, next) {
    if (shouldHandle(error)) {
      response.sentry = asyncScopes.run(scopesOfRequest(request), () => capture(error, request))
    }
    next(error)
  }
}

function capture(error: MiddlewareError, request: ExpressRequest): string {
  const route = routeOf(request)
  if (route) getIsolationScope().setTransactionName(`${request.method} ${route}`)
  return captureException(error, {
    // What has no stack of its own must not be given ours.
    syntheticException: null,
    mechanism: { type: 'auto.middleware.express', handled: false },
  })
}

/** `/api/users/:id`, as the program wrote it. */
function routeOf(request: ExpressRequest): string | undefined {
  const pattern = request.route?.path
  if (typeof pattern !== 'string' && !(pattern instanceof RegExp)) return undefined
  const mounted = mountPath(request, String(pattern))
  return pattern === '/' ? mounted || '/' : `${mounted}${pattern}`
}

/** Routers have taken the path that they are mounted at back by now; the address tells what stood before the route. */
function mountPath(request: ExpressRequest, pattern: string): string {
  const isPlain = /^[^*?+(){}[\]\\^$|]*$/.test(pattern)
  const before = segments(addressOf(request).path).length - segments(pattern).length
  if (!isPlain || before < 0) return request.baseUrl ?? ''
  return segments(addressOf(request).path)
    .slice(0, before)
    .map((segment) => `/${segment}`)
    .join('')
}

function segments(path: string): string[] {
  return path.split('/').filter(Boolean)
}

function isServerError(error: MiddlewareError): boolean {
  const status =
    error?.status ?? error?.statusCode ?? error?.status_code ?? error?.output?.statusCode ?? 500
  return Number(status) >= 500
}
