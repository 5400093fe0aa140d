import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const outer = Sentry.getCurrentScope()
  const seen = Sentry.withScope((scope) => [scope === Sentry.getCurrentScope(), scope === outer])
  return { seen, restored: Sentry.getCurrentScope() === outer }
}

export const expected = { seen: [true, false], restored: true }
