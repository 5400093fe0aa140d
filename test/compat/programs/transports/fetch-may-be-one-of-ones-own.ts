import * as Sentry from '@sentry/browser'
import { dsn } from '../../receiver.js'

export async function run() {
  const posted: string[] = []
  const ownFetch = (async (url: string) => {
    posted.push(new URL(url).pathname)
    return new Response('', { status: 200 })
  }) as typeof fetch
  Sentry.init({
    dsn,
    defaultIntegrations: false,
    transport: (options) => Sentry.makeFetchTransport(options, ownFetch),
  })
  Sentry.captureMessage('posted')
  await Sentry.flush(1000)
  return posted
}

export const expected = ['/api/1/envelope/']
