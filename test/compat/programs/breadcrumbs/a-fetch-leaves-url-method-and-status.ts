import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  await fetch('/status/200')
  await fetch('/status/404', { method: 'POST', body: '{}' })
  await fetch('/status/500')
  await new Promise((resolve) => setTimeout(resolve, 20))
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  return event().breadcrumbs?.map(({ category, type, level, data }) => [
    category,
    type,
    level,
    data?.method,
    data?.url,
    data?.status_code,
  ])
}

export const expected = [
  ['fetch', 'http', null, 'GET', '/status/200', 200],
  ['fetch', 'http', 'warning', 'POST', '/status/404', 404],
  ['fetch', 'http', 'error', 'GET', '/status/500', 500],
]
