import type { IncomingMessage } from 'node:http'
import { getClient, isError } from '@mayday/core'
import { captureOf, inScopesOf, isWanted } from './capture.js'
import { noteRoute } from './route.js'
import { isServerError } from './status.js'

interface KoaContext {
  app: object
  req: IncomingMessage
  /** Where routers leave the path of the route. */
  _matchedRoute?: unknown
}

type KoaMiddleware = (context: KoaContext, next: () => Promise<unknown>) => Promise<unknown>

type ErrorListener = (error: unknown, context?: KoaContext) => void

interface Emitter {
  on(event: 'error', listener: ErrorListener): unknown
  off(event: 'error', listener: ErrorListener): unknown
  listenerCount(event: 'error'): number
}

export interface KoaHandlerOptions {
  /** Says which errors are captured. @default those that are answered with 500 or more */
  shouldHandleError?(error: Error): boolean
}

/**
 * Captures what a Koa app's middleware throws, and what streams throw that it sends. Call it before your own
 * middleware: it sees what that lets through, and what that gives to `app.emit('error', error, ctx)`.
 */
export function setupKoaErrorHandler(
  app: { use(middleware: KoaMiddleware): unknown },
  options?: KoaHandlerOptions,
): void {
  const shouldHandle = options?.shouldHandleError ?? isServerError
  const thrown = new WeakMap<object, { error: unknown }>()
  const capture = (error: unknown, request: IncomingMessage): void => {
    if (isWanted(() => shouldHandle(error as Error)))
      captureOf(request, error, 'auto.middleware.koa')
  }
  const listen = createListening((error, context) => {
    if (!context?.req || isLostConnection(error)) return
    const known = thrown.get(context.req)
    // What is no error comes back in one that Koa has made of it.
    if (known && (known.error === error || !isError(known.error))) return
    capture(error, context.req)
  })
  app.use((context, next) => {
    if (!listen(context.app as Emitter)) return next()
    noteRoute(context.req, () => context._matchedRoute)
    return inScopesOf(context.req, next).catch((error: unknown) => {
      thrown.set(context.req, { error })
      capture(error, context.req)
      throw error
    })
  })
}

/**
 * What listens to an app's errors until the client closes, and tells whether there is a client. Not before the first
 * request: an app that nobody has listened to until then logs its errors itself.
 */
function createListening(listener: ErrorListener): (app: Emitter) => boolean {
  let isListening = false
  return (app) => {
    const client = getClient()
    if (!client?.isEnabled()) return false
    // Without any other listener, Koa's own among them, it would be ours that keeps the error from being thrown.
    if (isListening || app.listenerCount('error') === 0) return true
    isListening = true
    app.on('error', listener)
    client.on('close', () => {
      isListening = false
      app.off('error', listener)
    })
    return true
  }
}

/** Nothing is wrong when a client does not wait for the end of an answer. */
function isLostConnection(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown }
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || code === 'EPIPE'
}
