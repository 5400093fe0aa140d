import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, maxBreadcrumbs: 2 })
  for (const message of ['one', 'two', 'three']) Sentry.addBreadcrumb({ message })
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  return event().breadcrumbs?.map(({ message }) => message)
}

export const expected = ['two', 'three']
