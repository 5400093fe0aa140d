import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.captureException(new Error('of a queue'), {
    mechanism: { type: 'queue', handled: false, data: { job: 'mails' } },
  })
}

export const found = ({ events: [event] }: Ending) => {
  const { type, handled, data } = event?.exception?.values?.[0]?.mechanism ?? {}
  return { type, handled, job: data?.job }
}

export const expected = { type: 'queue', handled: false, job: 'mails' }
