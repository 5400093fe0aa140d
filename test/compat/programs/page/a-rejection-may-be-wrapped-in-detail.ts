import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  dispatchEvent(
    new CustomEvent('unhandledrejection', { detail: { reason: new RangeError('none left') } }),
  )
  await Sentry.flush(1000)
  const [{ type, value } = {}] = event().exception?.values ?? []
  return { type, value }
}

export const expected = { type: 'RangeError', value: 'none left' }
