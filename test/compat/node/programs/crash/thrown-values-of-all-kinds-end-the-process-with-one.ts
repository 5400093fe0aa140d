import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn })
  setTimeout(() => {
    throw { code: 'E_ODD', message: 'no error at all' }
  })
}

export const found = ({ events, code }: Ending) => [
  code,
  events.map(({ level, exception, extra }) => [
    level,
    exception?.values?.[0]?.value,
    exception?.values?.[0]?.mechanism?.handled,
    extra?.__serialized__,
  ]),
]

export const expected = [
  1,
  [['fatal', 'no error at all', false, { code: 'E_ODD', message: 'no error at all' }]],
]
