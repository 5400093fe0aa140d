import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  globalThis.fetch = (url) =>
    Promise.reject(new TypeError(`${url}`.includes('safari') ? 'Load failed' : 'Failed to fetch'))
  Sentry.init({ dsn, transport })
  for (const url of ['https://api.example/a?b=1', 'https://safari.example:8080/', '/own']) {
    await fetch(url).catch((error: unknown) => Sentry.captureException(error))
  }
  await Sentry.flush(1000)
  return events().map(({ exception }) => exception?.values?.[0]?.value)
}

export const expected = [
  'Failed to fetch (api.example)',
  'Load failed (safari.example:8080)',
  'Failed to fetch',
]
