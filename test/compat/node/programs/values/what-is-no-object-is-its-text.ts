import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  for (const value of ['a text', 42, true, undefined, null, 10n]) Sentry.captureException(value)
}

export const found = ({ events }: Ending) =>
  events.map(({ exception, level }) => {
    const { type, value, mechanism } = exception?.values?.[0] ?? {}
    return [type, value, mechanism?.type, mechanism?.handled, mechanism?.synthetic, level]
  })

const row = (text: string) => ['Error', text, 'generic', true, true, 'error']
export const expected = ['10', '42', 'a text', 'null', 'true', 'undefined'].map(row)
