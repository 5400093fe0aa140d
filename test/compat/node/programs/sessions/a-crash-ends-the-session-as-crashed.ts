import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn, release: 'job@1', integrations: [Sentry.processSessionIntegration()] })
  setTimeout(() => {
    throw new Error('a crash')
  })
}

export const found = ({ payloads, code, events }: Ending) => [
  code,
  events.length,
  payloads<{ status: string; errors: number }>('session')
    .map(({ status, errors }) => [status, errors])
    .at(-1),
]

export const expected = [1, 1, ['crashed', 1]]
