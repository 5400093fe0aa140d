/** Wraps the handlers that platforms call with what they know of a request or job. */
import {
  type Client,
  captureException,
  continueTrace,
  getClient,
  getCurrentScope,
  getIsolationScope,
  isThenable,
  safely,
  withIsolationScope,
  withScope,
} from '@mayday/core'
import { describeInvocation, ENTRIES, isFetchRequest, mechanismOf } from './invocation.js'
import type { WaitUntil } from './wait-until.js'

// biome-ignore lint/suspicious/noExplicitAny: whatever a platform calls a handler with
export type Handler = (...args: any[]) => unknown

/** What a program exports: a function, or an object with a function for each kind of call. */
export type Handlers = Handler | { fetch?: unknown; scheduled?: unknown; queue?: unknown }

/** The second parameter of a handler, which in Workers holds variables and secrets. */
export type EnvOf<H> = H extends (first: never, env: infer Env, ...rest: never[]) => unknown
  ? Env
  : H extends { fetch?: infer Fetch }
    ? EnvOf<Fetch>
    : unknown

/** What differs from platform to platform. */
export interface HandlerPlatform {
  /** Something to wait for before the first call. */
  ready?(): Promise<unknown> | undefined
  /** The client of a call, if it is not the current one. */
  clientFor(env: unknown): Client | undefined
  /** What is to be done once the handler has ended. */
  ended?(client: Client): void
}

export function wrapHandlers<H extends Handlers>(handlers: H, platform: HandlerPlatform): H {
  if (typeof handlers === 'function') return wrapEntry('fetch', handlers, platform) as H
  const members = Object.getOwnPropertyDescriptors(handlers)
  // The program's own object stays as it is.
  const copy = Object.create(Object.getPrototypeOf(handlers), members)
  for (const name of ENTRIES) {
    const handler = (handlers as Record<string, unknown>)[name]
    if (typeof handler !== 'function') continue
    const value = wrapEntry(name, handler.bind(handlers), platform)
    Object.defineProperty(copy, name, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    })
  }
  return copy
}

function wrapEntry(entry: string, handler: Handler, platform: HandlerPlatform): Handler {
  function wrapper(this: unknown, ...args: unknown[]): unknown {
    const run = (): unknown => invoke(entry, handler.bind(this), args, platform)
    const waiting = safely('context', () => platform.ready?.())
    return waiting ? waiting.then(run) : run()
  }
  // Deno gives a handler that names no parameters none.
  return Object.defineProperties(wrapper, {
    name: { value: handler.name, configurable: true },
    length: { value: handler.length, configurable: true },
  })
}

function invoke(
  entry: string,
  handler: Handler,
  args: unknown[],
  platform: HandlerPlatform,
): unknown {
  const client = safely('client', () => platform.clientFor(args[1]))
  return isolated(() => {
    if (client && client !== getClient()) getCurrentScope().setClient(client)
    return inTraceOf(args[0], () => {
      safely('invocation', () => describeInvocation(getIsolationScope(), entry, args))
      return followed(entry, handler, args, () => client && platform.ended?.(client))
    })
  })
}

/** A server beneath this one may have given the request scopes already. */
function isolated<T>(fn: () => T): T {
  const { request } = getIsolationScope().getScopeData().sdkProcessingMetadata
  return request ? withScope(fn) : withIsolationScope(fn)
}

function inTraceOf<T>(request: unknown, fn: () => T): T {
  if (!isFetchRequest(request)) return fn()
  const { headers } = request
  return continueTrace(
    { sentryTrace: headers.get('sentry-trace') ?? undefined, baggage: headers.get('baggage') },
    fn,
  )
}

function followed(entry: string, handler: Handler, args: unknown[], ended: () => void): unknown {
  const isolation = getIsolationScope()
  const scope = getCurrentScope()
  const end = (): void => {
    const { waitUntil } = isolation.getScopeData().sdkProcessingMetadata
    const client = scope.getClient()
    if (client) safely('waitUntil', () => (waitUntil as WaitUntil | undefined)?.(client.flush()))
    safely('end', ended)
  }
  const fail = (error: unknown): never => {
    // Where scopes do not follow a promise, they are not in force here any more.
    withIsolationScope(isolation, () => withScope(scope, () => capture(error, entry)))
    end()
    throw error
  }
  const pass = <T>(result: T): T => {
    end()
    return result
  }
  try {
    const result = handler(...args)
    return isThenable(result) ? result.then(pass, fail) : pass(result)
  } catch (error) {
    return fail(error)
  }
}

function capture(error: unknown, entry: string): void {
  captureException(error, {
    // What has no stack of its own must not be given ours.
    syntheticException: null,
    mechanism: { type: mechanismOf(entry), handled: false },
  })
}
