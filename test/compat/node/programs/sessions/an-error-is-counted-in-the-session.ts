import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn, release: 'job@1', integrations: [Sentry.processSessionIntegration()] })
  Sentry.captureException(new Error('caught'))
}

export const found = ({ payloads, code }: Ending) => {
  const sessions = payloads<{ sid: string; status: string; errors: number }>('session')
  const last = sessions.sort((one, other) => (one.status > other.status ? -1 : 1)).at(-1)
  return [code, new Set(sessions.map(({ sid }) => sid)).size, last?.status, last?.errors]
}

export const expected = [0, 1, 'exited', 1]
