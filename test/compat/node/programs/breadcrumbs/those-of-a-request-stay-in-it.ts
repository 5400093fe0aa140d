import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.addBreadcrumb({ message: 'of the process' })
  Sentry.withIsolationScope(() => {
    Sentry.addBreadcrumb({ message: 'of the request' })
    Sentry.captureMessage('1: in the request')
  })
  Sentry.captureMessage('2: outside')
}

export const found = ({ events }: Ending) =>
  events.map(({ breadcrumbs }) => breadcrumbs?.map(({ message }) => message))

export const expected = [['of the process', 'of the request'], ['of the process']]
