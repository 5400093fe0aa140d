/** What is known of a call of one of a program's handlers, of whatever kind. */
import type { Scope } from '@mayday/core'
import { givenWaitUntil } from './wait-until.js'

/** The members of a `Request` that are read; programs may bring one of their own. */
export interface FetchRequest {
  readonly method: string
  readonly url: string
  readonly headers: Iterable<[string, string]> & { get(name: string): string | null }
}

/** Members of handler objects that platforms call, with what their events are called. */
const JOBS: Record<string, (job: Job) => string> = {
  scheduled: ({ cron }) => `Scheduled Cron ${cron ?? ''}`.trim(),
  queue: ({ queue }) => `process ${queue ?? ''}`.trim(),
  // The addresses of who writes and who is written to are nobody's business.
  email: () => 'Handle Email',
  tail: () => 'tail',
}
export const ENTRIES: readonly string[] = ['fetch', ...Object.keys(JOBS)]

interface Job {
  cron?: unknown
  queue?: unknown
}

/** Tells the scope what is going on in it. */
export function describeInvocation(
  isolation: Scope,
  entry: string,
  args: readonly unknown[],
): void {
  const waitUntil = givenWaitUntil(args)
  const [first] = args
  const isRequest = entry === 'fetch' && isFetchRequest(first)
  isolation.setSDKProcessingMetadata({
    ...(waitUntil && { waitUntil }),
    ...(isRequest && { request: asIncoming(first) }),
  })
  isolation.setTransactionName(
    isRequest ? `${first.method} ${pathOf(first.url)}` : JOBS[entry]?.((first ?? {}) as Job),
  )
}

export function isFetchRequest(value: unknown): value is FetchRequest {
  const { headers, url } = (value ?? {}) as Partial<FetchRequest>
  return typeof url === 'string' && typeof headers?.get === 'function'
}

function pathOf(url: string): string {
  return url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*/s, '') || '/'
}

/** The request as `node:http` would tell it, which is what events and processors know; read when it is asked for. */
function asIncoming(request: FetchRequest): object {
  return {
    get method() {
      return request.method
    },
    get url() {
      return request.url
    },
    get headers() {
      const { host } = new URL(request.url)
      return { host, ...Object.fromEntries(request.headers) }
    },
    get socket() {
      return { encrypted: request.url.startsWith('https:') }
    },
  }
}

/** What the platform is called where events say how they came to be captured. */
function platformName(): string {
  const { Bun, Deno, navigator } = globalThis as {
    Bun?: unknown
    Deno?: unknown
    navigator?: { userAgent?: string }
  }
  if (Bun) return 'bun.serve'
  if (Deno) return 'deno.serve'
  return navigator?.userAgent === 'Cloudflare-Workers' ? 'cloudflare' : 'fetch'
}

export function mechanismOf(entry: string): string {
  return entry === 'fetch' ? `auto.http.${platformName()}` : `auto.faas.cloudflare.${entry}`
}
