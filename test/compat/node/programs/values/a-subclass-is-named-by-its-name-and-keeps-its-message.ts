import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  class PaymentError extends Error {
    override name = 'PaymentError'
  }
  class Unnamed extends Error {}
  Sentry.captureException(new PaymentError('declined'))
  Sentry.captureException(new Unnamed('by its class'))
  Sentry.captureException(new PaymentError('line one\nline two'))
  Sentry.captureException(new DOMException('gone', 'AbortError'))
}

export const found = ({ events }: Ending) =>
  events.map(({ exception }) => [exception?.values?.[0]?.type, exception?.values?.[0]?.value])

export const expected = [
  ['Error', 'by its class'],
  ['PaymentError', 'declined'],
  ['AbortError', 'gone'],
  ['PaymentError', 'line one\nline two'],
]
