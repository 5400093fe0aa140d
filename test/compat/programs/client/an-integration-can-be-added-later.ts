import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.addIntegration({ name: 'Late', processEvent: (one) => ({ ...one, logger: 'late' }) })
  Sentry.captureMessage('after')
  await Sentry.flush(1000)
  return { logger: event().logger, found: Sentry.getClient()?.getIntegrationByName('Late')?.name }
}

export const expected = { logger: 'late', found: 'Late' }
