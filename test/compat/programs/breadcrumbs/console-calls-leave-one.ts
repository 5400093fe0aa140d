import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  console.log('left:', 3, { article: 'a-1' })
  console.warn('low')
  console.error(new Error('none left'))
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  return event().breadcrumbs?.map(({ category, level, message, data }) => [
    category,
    level,
    message,
    data?.logger,
    data?.arguments?.length,
  ])
}

export const expected = [
  ['console', 'log', 'left: 3 [object Object]', 'console', 3],
  ['console', 'warning', 'low', 'console', 1],
  ['console', 'error', 'Error: none left', 'console', 1],
]
