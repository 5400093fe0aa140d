import {
  captureException,
  getIsolationScope,
  isEnabled,
  normalize,
  safely,
  withIsolationScope,
} from '@mayday/core'
import { isWanted } from './capture.js'

export interface TrpcMiddlewareOptions {
  /** Puts the procedure's input on events. @default false */
  attachRpcInput?: boolean | undefined
  /** There are no transactions yet: it changes nothing. @default false */
  forceTransaction?: boolean | undefined
  /** Says which errors are captured. @default those that are answered with 500 or more, by the error's `code` */
  shouldHandleError?(error: Error): boolean
}

/** What tRPC gives to a middleware. */
export interface TrpcMiddlewareArguments<T> {
  path?: unknown
  type?: unknown
  next: () => T
  /** Version 10. */
  rawInput?: unknown
  /** Version 11. */
  getRawInput?: () => Promise<unknown>
}

type TrpcResult<T> = T extends Promise<unknown> ? T : Promise<T>

/**
 * Makes a middleware that captures the errors of procedures, each with its path and type in `contexts.trpc` and in
 * scopes of its own: `t.procedure.use(t.middleware(trpcMiddleware()))`.
 */
export function trpcMiddleware(
  options: TrpcMiddlewareOptions = {},
): <T>(call: TrpcMiddlewareArguments<T>) => TrpcResult<T> {
  const shouldHandle = options.shouldHandleError ?? isServerError
  const capture = (error: unknown): void => {
    if (!isWanted(() => shouldHandle(error as Error))) return
    captureException(error, {
      syntheticException: null,
      mechanism: { type: 'auto.rpc.trpc.middleware', handled: false },
    })
  }
  async function middleware(call: TrpcMiddlewareArguments<unknown>): Promise<unknown> {
    if (!isEnabled()) return call.next()
    const input = options.attachRpcInput && (await inputOf(call))
    return withIsolationScope(async () => {
      safely('tRPC context', () => describe(call, input || {}))
      try {
        const result = await call.next()
        if (isFailure(result)) capture(result.error)
        return result
      } catch (error) {
        capture(error)
        throw error
      }
    })
  }
  return middleware as <T>(call: TrpcMiddlewareArguments<T>) => TrpcResult<T>
}

function describe({ path, type }: TrpcMiddlewareArguments<unknown>, input: object): void {
  getIsolationScope()
    .setTransactionName(`trpc/${path}`)
    .setContext('trpc', { procedure_path: path, procedure_type: type, ...input })
}

/** A copy, since procedures may change it. */
async function inputOf(
  call: TrpcMiddlewareArguments<unknown>,
): Promise<{ input?: unknown } | undefined> {
  const raw = safely('tRPC input', () => (call.getRawInput ? call.getRawInput() : call.rawInput))
  // tRPC keeps what it has read, and tells of what it cannot read when the procedure asks.
  const input = await Promise.resolve(raw).catch(() => undefined)
  return input === undefined ? undefined : { input: normalize(input) }
}

function isFailure(result: unknown): result is { error: unknown } {
  const { ok, error } = (result ?? {}) as { ok?: unknown; error?: unknown }
  return ok === false && error !== undefined
}

const SERVER_ERRORS = [
  'INTERNAL_SERVER_ERROR',
  'NOT_IMPLEMENTED',
  'BAD_GATEWAY',
  'SERVICE_UNAVAILABLE',
  'GATEWAY_TIMEOUT',
]

function isServerError(error: unknown): boolean {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown }
  return name !== 'TRPCError' || typeof code !== 'string' || SERVER_ERRORS.includes(code)
}
