import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    beforeBreadcrumb(breadcrumb, hint) {
      if (breadcrumb.message === 'unwanted') return null
      return { ...breadcrumb, data: { hint: hint?.from } }
    },
  })
  Sentry.addBreadcrumb({ message: 'wanted' }, { from: 'shop' })
  Sentry.addBreadcrumb({ message: 'unwanted' })
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  return event().breadcrumbs?.map(({ message, data }) => ({ message, data }))
}

export const expected = [{ message: 'wanted', data: { hint: 'shop' } }]
