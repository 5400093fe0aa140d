import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.captureMessage('before')
  const closed = await Sentry.close(2000)
  Sentry.captureMessage('after')
  return [closed, Sentry.isEnabled(), await Sentry.flush(100)]
}

export const found = ({ events, returned }: Ending) => [
  returned.slice(0, 2),
  events.map(({ message }) => message),
]

export const expected = [[true, false], ['before']]
