import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  const hints: unknown[] = []
  Sentry.init({
    dsn,
    beforeBreadcrumb(breadcrumb, hint) {
      hints.push(hint?.order ?? hint?.input)
      if (breadcrumb.message === 'unwanted') return null
      return { ...breadcrumb, message: breadcrumb.message?.toUpperCase() ?? '' }
    },
  })
  Sentry.addBreadcrumb({ message: 'unwanted' })
  Sentry.addBreadcrumb({ message: 'wanted' }, { order: 7 })
  console.info('printed', 3)
  Sentry.captureMessage('steps')
  return hints
}

export const found = ({ events: [event], returned }: Ending) => [
  returned.slice(0, 3),
  event?.breadcrumbs?.map(({ message }) => message),
]

export const expected = [
  [null, 7, ['printed', 3]],
  ['WANTED', 'PRINTED 3'],
]
