import * as Sentry from '@sentry/browser'
import { dsn, event, read, transport } from '../../receiver.js'

export async function run() {
  const asked: unknown[] = []
  const fetchBefore = globalThis.fetch
  globalThis.fetch = async (url, init) => {
    asked.push([
      url,
      init?.method,
      new Headers(init?.headers).get('Content-Type'),
      read(init?.body as string).items.map(({ headers }) => headers.type),
    ])
    return new Response('', { status: 200 })
  }
  Sentry.init({
    dsn,
    transport,
    integrations: [Sentry.spotlightBrowserIntegration({ sidecarUrl: 'http://localhost:1/stream' })],
  })
  Sentry.captureMessage('seen by both')
  await Sentry.flush(1000)
  globalThis.fetch = fetchBefore
  return [event().message, asked]
}

export const expected = [
  'seen by both',
  [['http://localhost:1/stream', 'POST', 'application/x-sentry-envelope', ['event']]],
]
