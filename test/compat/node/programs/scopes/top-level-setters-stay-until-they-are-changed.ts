import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.setUser({ id: '7', email: 'ada@shop.example' })
  Sentry.setTags({ a: '1', b: '2' })
  Sentry.setExtras({ c: [3] })
  Sentry.setContext('cart', { items: 3 })
  Sentry.captureMessage('first')
  Sentry.setUser(null)
  Sentry.setTag('a', '9')
  Sentry.setExtra('c', 'nine')
  Sentry.setContext('cart', null)
  Sentry.captureMessage('second')
}

export const found = ({ events }: Ending) =>
  events.map(({ user, tags, extra, contexts }) => [user?.id, tags, extra, contexts?.cart])

export const expected = [
  ['7', { a: '1', b: '2' }, { c: [3] }, { items: 3 }],
  [undefined, { a: '9', b: '2' }, { c: 'nine' }, undefined],
]
