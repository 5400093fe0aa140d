import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.getCurrentScope().setFingerprint(['{{ default }}', 'berlin'])
  Sentry.captureEvent({ message: 'by hand', fingerprint: ['stock'] })
  await Sentry.flush(1000)
  return event().fingerprint
}

export const expected = ['stock', '{{ default }}', 'berlin']
