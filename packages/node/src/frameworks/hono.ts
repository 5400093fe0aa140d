import type { IncomingMessage } from 'node:http'
import { isEnabled, safely } from '@mayday/core'
import { scopesOfRequest } from '../async-scopes.js'
import { captureOf, inScopesOf, isWanted } from './capture.js'
import { noteRoute } from './route.js'

interface HonoRequest {
  readonly raw: Request
  readonly routeIndex?: number
  readonly matchedRoutes?: { readonly method: string; readonly path: string }[]
}

/** What of a context of Hono is looked at. */
export interface HonoContext {
  readonly req: HonoRequest
  readonly res: { readonly status: number }
  readonly error: Error | undefined
  readonly finalized: boolean
  readonly env: unknown
}

export interface HonoHandlerOptions {
  /** Says by the answer in `context.res` which errors are captured. @default those answered with 500 or more */
  shouldHandleError?(context: HonoContext): boolean
}

type HonoMiddleware = (context: HonoContext, next: () => Promise<void>) => Promise<void>

const MECHANISM = 'auto.middleware.hono'

/**
 * Captures the errors of a Hono app's routes; call it before the routes. With `@hono/node-server` and without a server.
 */
export function setupHonoErrorHandler(
  app: { use(middleware: HonoMiddleware): unknown },
  options?: HonoHandlerOptions,
): void {
  const shouldHandle = options?.shouldHandleError ?? isServerError
  app.use((context, next) => {
    if (!isEnabled()) return next()
    const request = safely('Hono request', () => requestOf(context))
    if (!request) return next()
    const capture = (error: unknown): void => void captureOf(request, error, MECHANISM)
    return inScopesOf(request, next).then(
      () => {
        const { error } = context
        if (error && isWanted(() => shouldHandle(context))) capture(error)
      },
      (thrown: unknown) => {
        // What is no error is answered by nobody; or it is what `onError` has thrown, because of another.
        if (context.error && context.error !== thrown) capture(context.error)
        capture(thrown)
        throw thrown
      },
    )
  })
}

function isServerError({ finalized, res }: HonoContext): boolean {
  return finalized && res.status >= 500
}

/** The request as `node:http` has it, or the like of it. */
function requestOf(context: HonoContext): IncomingMessage {
  const { incoming } = (context.env ?? {}) as { incoming?: IncomingMessage }
  const request = incoming ?? likeIncoming(context.req.raw)
  noteRoute(request, () => routeOf(context.req))
  return request
}

const likes = new WeakMap<Request, IncomingMessage>()

/** What is read of an incoming request, for one that has come without `node:http`, such as by `app.request()`. */
function likeIncoming(request: Request): IncomingMessage {
  const known = likes.get(request)
  if (known) return known
  const { protocol, host, pathname, search } = new URL(request.url)
  const like = {
    method: request.method,
    url: pathname + search,
    headers: { host, ...Object.fromEntries(request.headers) },
    socket: { encrypted: protocol === 'https:' },
  } as unknown as IncomingMessage
  likes.set(request, like)
  scopesOfRequest(like).isolation.setTransactionName(`${request.method} ${pathname}`)
  return like
}

/** The route that is being served; while that is middleware, the first route behind it. */
function routeOf({ matchedRoutes = [], routeIndex = 0 }: HonoRequest): string | undefined {
  const isRoute = ({ method }: { method: string }): boolean => method !== 'ALL'
  const path = (matchedRoutes.slice(routeIndex).find(isRoute) ?? matchedRoutes[routeIndex])?.path
  return path === '*' || path === '/*' ? undefined : path
}
