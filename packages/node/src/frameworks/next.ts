import { captureException, flush, getIsolationScope, safely, withScope } from '@mayday/core'
import { platformWaitUntil } from '../fetch/wait-until.js'

/** The request that failed, as Next.js tells it. */
export interface NextRequestInfo {
  readonly path: string
  readonly method: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** What of the program failed, as Next.js tells it. */
export interface NextErrorContext {
  readonly routerKind: string
  readonly routePath: string
  readonly routeType: string
}

/**
 * The hook of that name in `instrumentation.ts` of Next.js 15 and later: captures what fails in pages, route handlers,
 * server actions and the proxy, with its route, in each runtime of Next.js. What `redirect()`, `notFound()` and their
 * like throw is no failure.
 *
 * ```js
 * import { init } from '@mayday/node'
 * export { onRequestError } from '@mayday/node/next'
 * export function register() {
 *   init({ dsn: process.env.MAYDAY_DSN })
 * }
 * ```
 *
 * @see https://nextjs.org/docs/app/api-reference/file-conventions/instrumentation
 */
export function onRequestError(
  error: unknown,
  request: NextRequestInfo,
  context: NextErrorContext,
): void | Promise<void> {
  captureRequestError(error, request, context)
  if (isFrozenSoon()) return flush(2000).then(() => {})
}

/** The same for a hook of your own, which then may capture more, or less. */
export function captureRequestError(
  error: unknown,
  request: NextRequestInfo,
  { routerKind, routePath, routeType }: NextErrorContext,
): void {
  withScope((scope) => {
    const known = getIsolationScope().getScopeData().sdkProcessingMetadata
    // Where Node has announced the request, it is known already.
    if (!known.request) scope.setSDKProcessingMetadata({ request: asIncoming(request) })
    scope.setContext('nextjs', {
      request_path: request.path.replace(/[?#].*/s, ''),
      router_kind: routerKind,
      router_path: routePath,
      route_type: routeType,
    })
    scope.setTransactionName(routePath)
    const digest = safely('digest', () => (error as { digest?: unknown }).digest)
    // All that a page is told of it.
    if (typeof digest === 'string') scope.setTag('react.digest', digest)
    captureException(error, {
      // What has no stack of its own must not be given ours.
      syntheticException: null,
      mechanism: { type: 'auto.function.nextjs.on_request_error', handled: false },
    })
  })
}

/** As `node:http` would tell it, with the whole address. */
function asIncoming({ path, method, headers }: NextRequestInfo): object {
  const { host = 'localhost', 'x-forwarded-proto': scheme = 'http' } = headers
  return {
    method,
    headers,
    url: `${scheme}://${host}${path}`,
    socket: { encrypted: scheme === 'https' },
  }
}

/** Next.js waits for its hook: that helps where nothing else is waited for. */
function isFrozenSoon(): boolean {
  return !!globalThis.process?.env?.LAMBDA_TASK_ROOT && !platformWaitUntil()
}
