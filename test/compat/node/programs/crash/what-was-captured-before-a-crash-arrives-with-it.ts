import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn })
  setTimeout(() => {
    Sentry.addBreadcrumb({ message: 'right before' })
    Sentry.captureException(new Error('1: caught'))
    Sentry.captureMessage('2: a message')
    throw new Error('3: uncaught')
  })
}

export const found = ({ events, code }: Ending) => [
  code,
  events.map(({ message, exception, breadcrumbs }) => [
    message ?? exception?.values?.[0]?.value,
    breadcrumbs?.some((one) => one.message === 'right before'),
  ]),
]

export const expected = [
  1,
  [
    ['1: caught', true],
    ['2: a message', true],
    ['3: uncaught', true],
  ],
]
