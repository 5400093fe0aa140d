import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.captureMessage('of which modules')
}

export const found = ({ events: [event] }: Ending) => [
  typeof event?.modules?.express,
  event?.modules?.['not-installed'],
]

export const expected = ['string', undefined]
