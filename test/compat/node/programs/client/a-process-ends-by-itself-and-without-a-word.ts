import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.captureMessage('then it ends')
  console.log('its own words')
}

export const found = ({ events, code, stdout, stderr }: Ending) => [
  events.length,
  code,
  stdout,
  stderr,
]

export const expected = [1, 0, 'its own words\n', '']
