import { errorMonitor } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type ActiveScopes,
  getCurrentScope,
  getIsolationScope,
  type Integration,
  isEnabled,
  safely,
} from '@mayday/core'
import { asyncScopes } from '../async-scopes.js'
import { hear } from '../integrations/hear.js'
import { captureOf, inScopesOf, isWanted } from './capture.js'
import { noteRoute } from './route.js'

interface FastifyRequest {
  raw: IncomingMessage
  method?: string
  routeOptions?: { url?: string | undefined }
}

interface FastifyReply {
  raw: ServerResponse
  statusCode: number
}

/** An app of Fastify, with whatever server, logger and type provider. */
export interface FastifyApp {
  addHook(name: never, hook: never): unknown
}

export interface FastifyHandlerOptions {
  /**
   * Says which errors are captured. It is asked when the request is answered: `reply.statusCode` is what was sent,
   * whatever `setErrorHandler()` made of the error.
   * @default those whose answer is no 3xx and no 4xx
   */
  shouldHandleError?(
    error: Error,
    request: { method?: string; routeOptions?: { url?: string | undefined } },
    reply: { statusCode: number },
  ): boolean
}

type ShouldHandle = NonNullable<FastifyHandlerOptions['shouldHandleError']>
type Done = () => void

interface Hooks {
  addHook(
    name: 'onRequest',
    hook: (request: FastifyRequest, reply: FastifyReply, done: Done) => void,
  ): void
  addHook(
    name: 'onSend',
    hook: (request: FastifyRequest, reply: FastifyReply, payload: unknown, done: Done) => void,
  ): void
  addHook(
    name: 'onError',
    hook: (request: FastifyRequest, reply: FastifyReply, error: Error, done: Done) => void,
  ): void
}

const MECHANISM = 'auto.function.fastify'

/** What the hooks of an app ask. */
interface Watch {
  shouldHandle: ShouldHandle
  isOn(): boolean
}

/** Of apps that have their hooks by the integration. */
const watches = new WeakMap<object, Watch>()

/**
 * Captures what is thrown in an app's handlers and hooks, in its plugins too, and by streams that it sends. Call it on
 * the app itself before it listens. Routes and plugins may be there already; hooks that are know no route yet.
 *
 * An app that has all of that by `fastifyIntegration()` gets `shouldHandleError` of it, if that is given.
 */
export function setupFastifyErrorHandler(app: FastifyApp, options?: FastifyHandlerOptions): void {
  const watch = watches.get(app)
  const { shouldHandleError: shouldHandle } = options ?? {}
  if (!watch?.isOn()) addHooks(app, { shouldHandle: shouldHandle ?? isUnexpected, isOn: isEnabled })
  else if (shouldHandle) watch.shouldHandle = shouldHandle
}

/** Does what `setupFastifyErrorHandler()` does for each app that is made after `init()`. */
export function fastifyIntegration(options: FastifyHandlerOptions = {}): Integration {
  return {
    name: 'Fastify',
    setup(client) {
      let isOver = false
      const stop = hear<{ fastify: FastifyApp }>('fastify.initialization', ({ fastify }) => {
        const shouldHandle = options.shouldHandleError ?? isUnexpected
        const watch = { shouldHandle, isOn: () => !isOver && isEnabled() }
        watches.set(fastify, watch)
        addHooks(fastify, watch)
      })
      client.on('close', () => {
        isOver = true
        stop()
      })
    },
  }
}

function addHooks(app: FastifyApp, watch: Watch): void {
  safely('Fastify hooks', () => hook(app as unknown as Hooks, watch))
}

function hook(app: Hooks, watch: Watch): void {
  const shouldHandle: ShouldHandle = (...args) => watch.shouldHandle(...args)
  app.addHook('onRequest', (request, _reply, done) => {
    if (!watch.isOn()) return done()
    noteRoute(request.raw, () => request.routeOptions?.url)
    inScopesOf(request.raw, done)
  })
  app.addHook('onError', (request, reply, error, done) => {
    if (watch.isOn()) captureWhenAnswered(request, reply, error, shouldHandle)
    done()
  })
  app.addHook('onSend', (request, reply, payload, done) => {
    if (watch.isOn()) watchStream(request, reply, payload, shouldHandle)
    done()
  })
}

/** An error handler of the program may yet answer with 4xx; what is known of the error is what is known now. */
function captureWhenAnswered(
  request: FastifyRequest,
  reply: FastifyReply,
  error: Error,
  shouldHandle: ShouldHandle,
): void {
  const timestamp = Date.now() / 1000
  // Where a hook of the program has failed before ours was reached.
  noteRoute(request.raw, () => request.routeOptions?.url)
  const scopes = inScopesOf(request.raw, copyOfScopes)
  whenAnswered(reply.raw, () => {
    if (!isWanted(() => shouldHandle(error, request, reply))) return
    asyncScopes.run(scopes, () => captureOf(request.raw, error, MECHANISM, timestamp))
  })
}

function copyOfScopes(): ActiveScopes {
  return { isolation: getIsolationScope().clone(), current: getCurrentScope().clone() }
}

function whenAnswered(response: ServerResponse, listener: () => void): void {
  const once = (): void => {
    response.off('finish', once)
    response.off('close', once)
    listener()
  }
  response.on('finish', once)
  response.on('close', once)
}

/** Fastify tells its hooks nothing of a stream that breaks while it is being sent. */
function watchStream(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  shouldHandle: ShouldHandle,
): void {
  const stream = payload as { pipe?: unknown; on?: NodeJS.EventEmitter['on'] } | null | undefined
  if (typeof stream?.pipe !== 'function') return
  stream.on?.(errorMonitor, (error: Error) => {
    // Before, there is a hook for it; and nobody is left who could be sent anything when the client has gone.
    if (!reply.raw.headersSent || reply.raw.destroyed) return
    if (isWanted(() => shouldHandle(error, request, reply)))
      captureOf(request.raw, error, MECHANISM)
  })
}

function isUnexpected(
  _error: unknown,
  _request: unknown,
  { statusCode }: FastifyReply | { statusCode: number },
): boolean {
  return statusCode < 300 || statusCode >= 500
}
