import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn, integrations: [Sentry.extraErrorDataIntegration({ depth: 4 })] })
  class PaymentError extends Error {
    override name = 'PaymentError'
    code = 'E_DECLINED'
    details = { card: { kind: 'debit' } }
  }
  Sentry.captureException(new PaymentError('declined'))
}

export const found = ({ events: [event] }: Ending) => {
  const { code, details } = event?.contexts?.PaymentError ?? {}
  return [code, details]
}

export const expected = ['E_DECLINED', { card: { kind: 'debit' } }]
