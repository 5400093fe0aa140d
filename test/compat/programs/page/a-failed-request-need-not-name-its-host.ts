import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  const failure = new TypeError('Failed to fetch')
  globalThis.fetch = () => Promise.reject(failure)
  Sentry.init({ dsn, transport, enhanceFetchErrorMessages: false })
  await fetch('https://api.example/').catch((error: unknown) => Sentry.captureException(error))
  await Sentry.flush(1000)
  return [event().exception?.values?.[0]?.value, failure.message]
}

export const expected = ['Failed to fetch', 'Failed to fetch']
