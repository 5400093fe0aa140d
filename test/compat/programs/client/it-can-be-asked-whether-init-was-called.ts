import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const before = [Sentry.isInitialized(), Sentry.isEnabled(), Sentry.getClient()]
  Sentry.init({ dsn, transport })
  return { before, after: [Sentry.isInitialized(), Sentry.isEnabled()] }
}

export const expected = { before: [false, false, null], after: [true, true] }
