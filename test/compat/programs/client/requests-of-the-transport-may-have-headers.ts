import * as Sentry from '@sentry/browser'
import { dsn } from '../../receiver.js'

export async function run() {
  let headers: unknown
  globalThis.fetch = (async (_url: string, init: RequestInit) => {
    headers = init.headers
    return new Response('', { status: 200 })
  }) as typeof fetch
  Sentry.init({
    dsn,
    transport: Sentry.makeFetchTransport,
    transportOptions: { headers: { 'X-Shop': 'berlin' } },
  })
  Sentry.captureMessage('posted')
  await Sentry.flush(1000)
  return new Headers(headers as HeadersInit).get('X-Shop')
}

export const expected = 'berlin'
