import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.getGlobalScope().setUser({ id: 'global', plan: 'basic' })
  Sentry.getIsolationScope().setUser({ id: 'isolation' })
  Sentry.getCurrentScope().setUser({ username: 'current' })
  Sentry.captureMessage('who')
  await Sentry.flush(1000)
  return event().user
}

export const expected = { id: 'isolation', plan: 'basic', username: 'current' }
