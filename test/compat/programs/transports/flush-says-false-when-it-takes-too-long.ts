import * as Sentry from '@sentry/browser'
import { dsn } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    defaultIntegrations: false,
    transport: (options) => Sentry.createTransport(options, () => new Promise(() => {})),
  })
  Sentry.captureMessage('never answered')
  return { flushed: await Sentry.flush(30), isEnabled: Sentry.isEnabled() }
}

export const expected = { flushed: false, isEnabled: true }
