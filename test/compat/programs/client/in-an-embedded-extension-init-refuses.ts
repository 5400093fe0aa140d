import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Object.assign(globalThis, { chrome: { runtime: { id: 'abcdefghijklmnop' } } })
  console.error = () => {}
  Sentry.init({ dsn, transport })
  Sentry.captureMessage('unwanted')
  await Sentry.flush(100)
  return { arrived: events().length, isEnabled: Sentry.isEnabled() }
}

export const expected = { arrived: 0, isEnabled: false }
