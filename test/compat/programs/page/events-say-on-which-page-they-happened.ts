import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureMessage('where')
  await Sentry.flush(1000)
  const { url, headers } = event().request ?? {}
  return {
    isHere: url === location.href,
    userAgent: headers?.['User-Agent'] === navigator.userAgent,
  }
}

export const expected = { isHere: true, userAgent: true }
