import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({
    dsn,
    integrations: (defaults) => defaults.filter(({ name }) => name !== 'Modules'),
  })
  Sentry.captureMessage('of no modules')
}

export const found = ({ events: [event] }: Ending) => [
  event?.message,
  Object.keys(event?.modules ?? {}),
]

export const expected = ['of no modules', []]
