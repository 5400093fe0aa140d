import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn, integrations: [Sentry.linkedErrorsIntegration({ key: 'reason', limit: 2 })] })
  const chain = ['d', 'c', 'b', 'a'].reduce<Error | undefined>(
    (reason, message) => Object.assign(new Error(message), { reason }),
    undefined,
  )
  Sentry.captureException(chain)
}

export const found = ({ events: [event] }: Ending) =>
  event?.exception?.values?.map(({ value }) => value)

export const expected = ['c', 'b', 'a']
