import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type ActiveScopes,
  type ContextManager,
  continueTrace,
  forkIsolation,
  type IncomingTrace,
} from '@mayday/core'
import type { SocketOwners } from './instrument/incoming-requests.js'
import { Stamp } from './instrument/stamp.js'
import { addressOf } from './request-address.js'

let storage: AsyncLocalStorage<ActiveScopes | undefined> | undefined

/** Made on first use, so that importing this package does nothing. */
function scopesStorage(): AsyncLocalStorage<ActiveScopes | undefined> {
  storage ??= new AsyncLocalStorage()
  return storage
}

/** Scopes that follow the program through callbacks, timers and promises. */
export const asyncScopes: ContextManager = {
  active() {
    const scopes = scopesStorage().getStore()
    return scopes instanceof RequestScopes && scopes.isLeftOver() ? undefined : scopes
  },
  run: (scopes, fn) => scopesStorage().run(scopes, fn),
}

/** Runs `fn` outside of every request and job. */
export function outside<T>(fn: () => T): T {
  return scopesStorage().run(undefined, fn)
}

/** Puts the scopes in force for the rest of the present execution, and for what begins in it. */
export function enterScopes(scopes: ActiveScopes): void {
  scopesStorage().enterWith(scopes)
}

/** How often requests have ceased to be told of. */
let ended = 0

/** Has connections that stay open forget the requests that they have carried. */
export function forgetRequests(): void {
  ended++
}

/** What is looked at of a request, of whichever server. */
export interface IncomingRequest {
  method?: string | undefined
  url?: string | undefined
  /** What routers leave alone of `url`. */
  originalUrl?: unknown
  headers?: Record<string, unknown>
  /** Of a request that is one of the streams of an HTTP/2 connection. */
  stream?: unknown
}

/** The scopes of one request. They are made when first asked for, which most requests never do. */
export class RequestScopes implements ActiveScopes {
  readonly request: IncomingRequest
  /** As it was before any router cut from it. */
  private readonly url: string | undefined
  private made: ActiveScopes | undefined = undefined
  /** Only servers that are watched tell. */
  isAnswered = false
  isClosed = false
  /** Who else's the connection is that it came by. */
  connection: SocketOwners | undefined = undefined
  private readonly since = ended

  constructor(request: IncomingRequest) {
    this.request = request
    this.url = request.url
  }

  get isolation(): ActiveScopes['isolation'] {
    return this.both().isolation
  }

  get current(): ActiveScopes['current'] {
    return this.both().current
  }

  /** Until Node 22 a connection goes on in the scopes of its last request; while nobody watches it gets no others. */
  isLeftOver(): boolean {
    return this.isAnswered && this.since !== ended
  }

  /** True where these, or a fork of them within the request, are in force. */
  areActive(): boolean {
    const active = asyncScopes.active()
    if (active === this) return true
    if (!this.made || !active || active instanceof RequestScopes) return false
    return active.isolation === this.made.isolation
  }

  private both(): ActiveScopes {
    this.made ??= this.make()
    return this.made
  }

  private make(): ActiveScopes {
    const { request, url } = this
    // From the process's own scopes: those in force here may be another request's.
    const scopes = outside(() => continueTrace(traceOf(request), forkIsolation))
    scopes.isolation.setSDKProcessingMetadata({ request })
    if (typeof request.method === 'string' && url) {
      const { path } = addressOf({ originalUrl: request.originalUrl, url })
      scopes.isolation.setTransactionName(`${request.method} ${path}`)
    }
    return scopes
  }
}

/**
 * The scopes of an incoming request. They hang on the request object, because code that was bound to another context
 * (a pooled connection, an emitter) would otherwise find the wrong ones.
 */
export function scopesOfRequest(request: object): RequestScopes {
  const known = knownScopes(request)
  if (known) return known
  const scopes = knownScopes((request as IncomingRequest).stream) ?? new RequestScopes(request)
  standFor(request, scopes)
  return scopes
}

/** The scopes that a request, its response or its stream has already, if any. */
export function knownScopes(part: unknown): RequestScopes | undefined {
  const scopes = Stamp.of(part)
  return scopes instanceof RequestScopes ? scopes : undefined
}

/** Makes another object stand for the same request. */
export function standFor(part: object, scopes: RequestScopes): void {
  Stamp.put(part, scopes)
}

function traceOf({ headers }: IncomingRequest): IncomingTrace {
  const { 'sentry-trace': sentryTrace, baggage } = headers ?? {}
  return { sentryTrace: sentryTrace?.toString(), baggage: baggage as IncomingTrace['baggage'] }
}
