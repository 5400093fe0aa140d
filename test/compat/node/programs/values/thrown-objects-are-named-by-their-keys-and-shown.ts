import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.captureException({ zebra: 1, apple: { pip: 'two' } })
  Sentry.captureException({ name: 'Oops', message: 'it broke' })
  Sentry.captureException({ message: 'only this' })
  Sentry.captureException({ code: 'E_HELD', error: new RangeError('held') })
}

export const found = ({ events }: Ending) =>
  events.map(({ exception, extra }) => {
    const { type, value, mechanism, stacktrace } = exception?.values?.at(-1) ?? {}
    const shown = type === 'Error' ? [mechanism?.synthetic, extra?.__serialized__] : []
    return [type, value, !!stacktrace, ...shown]
  })

export const expected = [
  [
    'Error',
    "'Oops' captured as exception with message 'it broke'",
    true,
    true,
    { name: 'Oops', message: 'it broke' },
  ],
  [
    'Error',
    'Object captured as exception with keys: apple, zebra',
    true,
    true,
    { zebra: 1, apple: { pip: 'two' } },
  ],
  ['RangeError', 'held', true],
  ['Error', 'only this', true, true, { message: 'only this' }],
]
