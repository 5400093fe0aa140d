import * as Sentry from '@sentry/browser'
import { dsn, read } from '../../receiver.js'

export async function run() {
  const posted: unknown[] = []
  globalThis.fetch = (async (url: string, { body }: RequestInit) => {
    posted.push([url, read(body as string).headers.dsn])
    return new Response('', { status: 200 })
  }) as typeof fetch
  Sentry.init({ dsn, tunnel: '/relay?to=eu', defaultIntegrations: false })
  Sentry.captureMessage('through the tunnel')
  await Sentry.flush(1000)
  return posted
}

export const expected = [['/relay?to=eu', 'https://public@receiver.example/1']]
