import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn, environment: 'first' })
  Sentry.setTag('kept', 'yes')
  const first = Sentry.getClient()
  Sentry.init({ dsn, environment: 'second' })
  Sentry.captureMessage('to the second')
  return [first === Sentry.getClient(), Sentry.getClient()?.getOptions().environment]
}

export const found = ({ events, returned }: Ending) => [
  returned,
  events.map(({ environment, tags }) => [environment, tags?.kept]),
]

export const expected = [[false, 'second'], [['second', 'yes']]]
