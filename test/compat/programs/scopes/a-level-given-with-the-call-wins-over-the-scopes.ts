import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.getCurrentScope().setLevel('fatal')
  Sentry.captureException(new Error('one'), { level: 'warning' })
  await Sentry.flush(1000)
  return event().level
}

export const expected = 'warning'
