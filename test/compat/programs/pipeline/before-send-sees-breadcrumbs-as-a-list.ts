import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    beforeSend(one) {
      one.breadcrumbs = one.breadcrumbs?.filter(({ message }) => message !== 'unwanted') ?? []
      return one
    },
  })
  Sentry.addBreadcrumb({ message: 'wanted' })
  Sentry.addBreadcrumb({ message: 'unwanted' })
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  return event().breadcrumbs?.map(({ message }) => message)
}

export const expected = ['wanted']
