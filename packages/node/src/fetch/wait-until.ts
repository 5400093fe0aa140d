import { type Integration, safely } from '@mayday/core'

/** Has the platform wait for a promise before it freezes or ends what runs. */
export type WaitUntil = (promise: Promise<unknown>) => void

interface Waiting {
  waitUntil?: unknown
}

/** What the platform hands to a handler: Cloudflare and Netlify last, service workers first. */
export function givenWaitUntil(args: readonly unknown[]): WaitUntil | undefined {
  for (const one of [...args].reverse()) {
    const found = waitUntilOf(one)
    if (found) return found
  }
  return undefined
}

interface RequestContext {
  get?(): Waiting | undefined
}

interface Platforms {
  [VERCEL]?: RequestContext
  [NEXT]?: RequestContext
  [OPEN_NEXT]?: { ctx?: Waiting }
  Netlify?: { context?: Waiting | null }
}

const VERCEL = Symbol.for('@vercel/request-context')
const NEXT = Symbol.for('@next/request-context')
const OPEN_NEXT = Symbol.for('__cloudflare-context__')

/** What the platform has for whoever runs, without having handed it over: Vercel, Next.js, OpenNext and Netlify. */
export function platformWaitUntil(): WaitUntil | undefined {
  const platforms = globalThis as Platforms
  return (
    waitUntilOf(platforms[VERCEL]?.get?.()) ??
    waitUntilOf(platforms[NEXT]?.get?.()) ??
    waitUntilOf(platforms[OPEN_NEXT]?.ctx) ??
    waitUntilOf(platforms.Netlify?.context)
  )
}

function waitUntilOf(holder: unknown): WaitUntil | undefined {
  const waiting = holder as Waiting | null | undefined
  // It is asked of a copy of the context at times, but belongs to this one.
  return typeof waiting?.waitUntil === 'function' ? waiting.waitUntil.bind(waiting) : undefined
}

/**
 * Has functions that are frozen after their answer live until their events have arrived, also those of work that goes
 * on after the answer: the platform is asked at the moment of the capture, which is when it still listens.
 */
export function waitUntilIntegration(): Integration {
  return {
    name: 'WaitUntil',
    preprocessEvent(event, _hint, client) {
      const given = event.sdkProcessingMetadata?.waitUntil as WaitUntil | undefined
      const waitUntil = given ?? safely('request context', platformWaitUntil)
      // The event is queued only once this has returned.
      waitUntil?.(Promise.resolve().then(() => client.flush()))
    },
  }
}
