import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.setTags({ left: 3, open: true, closed: false })
  Sentry.captureMessage('tags')
  await Sentry.flush(1000)
  return Object.entries(event().tags ?? {}).map(([key, value]) => `${key}: ${String(value)}`)
}

export const expected = ['left: 3', 'open: true', 'closed: false']
