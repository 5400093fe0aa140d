import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn })
  setTimeout(() => {
    throw new Error('outside', { cause: new RangeError('inside') })
  })
}

export const found = ({ events: [event], code }: Ending) => [
  code,
  event?.level,
  event?.exception?.values?.map(({ type, value }) => [type, value]),
  // Version 10 says it of the innermost.
  event?.exception?.values?.some(
    ({ mechanism }) =>
      mechanism?.type === 'auto.node.onuncaughtexception' && mechanism.handled === false,
  ),
]

export const expected = [
  1,
  'fatal',
  [
    ['RangeError', 'inside'],
    ['Error', 'outside'],
  ],
  true,
]
