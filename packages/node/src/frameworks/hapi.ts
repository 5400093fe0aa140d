import type { IncomingMessage } from 'node:http'
import { isEnabled, safely } from '@mayday/core'
import { enterScopes, scopesOfRequest } from '../async-scopes.js'
import { captureOf, isInForce, isWanted } from './capture.js'
import { noteRoute } from './route.js'

const MECHANISM = 'auto.function.hapi'

interface HapiResponse {
  statusCode?: number
  /** What it was made of. */
  _error?: unknown
  /** It is an error itself. */
  isBoom?: boolean
  output?: { statusCode?: number }
}

interface HapiRequest {
  raw: { req: IncomingMessage }
  route: { path: string }
  /** A symbol where the program has answered by itself. */
  response?: HapiResponse | symbol | null
}

interface LogEvent {
  tags: string[]
  error?: unknown
}

/** A server of Hapi, or of one of its plugins. */
export interface HapiServer {
  events: object
  ext(event: never, method: never): unknown
}

interface Hooks {
  events: {
    on(
      event: { name: 'request'; channels: string[] },
      listener: (request: HapiRequest, event: LogEvent) => void,
    ): unknown
    on(event: 'response', listener: (request: HapiRequest) => void): unknown
  }
  ext(
    event: 'onRequest' | 'onPreResponse',
    method: (request: HapiRequest, h: { continue: symbol }) => symbol,
  ): unknown
}

export interface HapiHandlerOptions {
  /** Says which of the errors that are answered with 500 or more are captured. @default all */
  shouldHandleError?(error: Error): boolean
}

/**
 * Captures the errors that a Hapi server answers with 500 or more, and those of streams that it sends. Errors of
 * handlers are seen whatever `onPreResponse` makes of them; those of other extensions, too, if this is called first.
 */
export async function setupHapiErrorHandler(
  server: HapiServer,
  options?: HapiHandlerOptions,
): Promise<void> {
  safely('Hapi events', () => {
    watch(server as unknown as Hooks, options?.shouldHandleError ?? (() => true))
  })
}

function watch(server: Hooks, shouldHandle: (error: Error) => boolean): void {
  /** What requests failed with, which may yet be answered otherwise. */
  const failed = new WeakMap<HapiRequest, unknown>()
  server.ext('onRequest', (request, h) => {
    if (isEnabled()) safely('Hapi request', () => enter(request))
    return h.continue
  })
  server.ext('onPreResponse', (request, h) => {
    const error = errorOf(request.response)
    if (error && !failed.has(request)) failed.set(request, error)
    return h.continue
  })
  server.events.on({ name: 'request', channels: ['internal'] }, (request, { tags, error }) => {
    if (error && tags[0] === 'handler') failed.set(request, error)
  })
  server.events.on('response', (request) => {
    const error = failed.get(request) ?? errorOf(request.response)
    if (!error || statusOf(request.response) < 500) return
    if (isWanted(() => shouldHandle(error as Error))) captureOf(request.raw.req, error, MECHANISM)
  })
}

/** Requests that were injected have come without a connection, and are known to nobody yet. */
function enter(request: HapiRequest): void {
  const { req } = request.raw
  noteRoute(req, () => request.route.path)
  if (!isInForce(req)) enterScopes(scopesOfRequest(req))
}

function errorOf(response: HapiRequest['response']): unknown {
  if (typeof response !== 'object' || !response) return undefined
  return response.isBoom ? response : response._error
}

function statusOf(response: HapiRequest['response']): number {
  if (typeof response !== 'object' || !response) return 0
  return response.statusCode ?? response.output?.statusCode ?? 0
}
