import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import {
  type ActiveScopes,
  type ContextManager,
  continueTrace,
  forkIsolation,
  type IncomingTrace,
} from '@mayday/core'
import { addressOf } from './request-address.js'

let storage: AsyncLocalStorage<ActiveScopes | undefined> | undefined

/** Made on first use, so that importing this package does nothing. */
function scopesStorage(): AsyncLocalStorage<ActiveScopes | undefined> {
  storage ??= new AsyncLocalStorage()
  return storage
}

/** Scopes that follow the program through callbacks, timers and promises. */
export const asyncScopes: ContextManager = {
  active: () => scopesStorage().getStore(),
  run: (scopes, fn) => scopesStorage().run(scopes, fn),
}

const byRequest = new WeakMap<object, ActiveScopes>()

/**
 * The scopes of an incoming request, made when first asked for. They hang on the request object too, because code
 * that was bound to another context (a pooled connection, an emitter) would otherwise find the wrong ones.
 */
export function scopesOfRequest(request: object): ActiveScopes {
  const known = byRequest.get(request)
  if (known) return known
  // From the process's own scopes: on a connection that is kept alive, those in force here may be the last request's.
  const scopes = scopesStorage().run(undefined, () =>
    continueTrace(traceOf(request), forkIsolation),
  )
  scopes.isolation.setSDKProcessingMetadata({ request })
  nameAfter(scopes, request)
  byRequest.set(request, scopes)
  return scopes
}

/** Routers know better names; but Bun announces no requests, and not every server has a router. */
function nameAfter({ isolation }: ActiveScopes, request: Partial<IncomingMessage>): void {
  if (!request.method || !request.url) return
  isolation.setTransactionName(`${request.method} ${addressOf(request as IncomingMessage).path}`)
}

function traceOf(request: { headers?: IncomingHttpHeaders }): IncomingTrace {
  const { 'sentry-trace': sentryTrace, baggage } = request.headers ?? {}
  return { sentryTrace: sentryTrace?.toString(), baggage }
}

/** Puts the scopes in force for the rest of the present asynchronous execution. */
export function enterScopes(scopes: ActiveScopes): void {
  scopesStorage().enterWith(scopes)
}
