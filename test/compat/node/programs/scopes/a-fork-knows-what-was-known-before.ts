import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.setTag('process', 'shop')
  Sentry.getCurrentScope().setTag('current', 'outside')
  Sentry.withIsolationScope((isolation) => {
    isolation.setTag('request', '1')
    Sentry.withScope((scope) => {
      scope.setTag('current', 'inside')
      Sentry.captureMessage('inside')
    })
    Sentry.captureMessage('between')
  })
  Sentry.captureMessage('outside')
}

export const found = ({ events }: Ending) => events.map(({ message, tags }) => [message, tags])

export const expected = [
  ['between', { process: 'shop', current: 'outside', request: '1' }],
  ['inside', { process: 'shop', current: 'inside', request: '1' }],
  ['outside', { process: 'shop', current: 'outside' }],
]
