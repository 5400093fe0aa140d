import { hostname } from 'node:os'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.captureMessage('from here')
  return hostname()
}

export const found = ({ events: [event], returned }: Ending) => [
  event?.server_name === returned,
  event?.environment,
]

export const expected = [true, 'production']
