import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({
    dsn,
    release: 'job@1',
    environment: 'test',
    integrations: [Sentry.processSessionIntegration()],
  })
  setTimeout(() => {}, 5)
}

interface Session {
  sid: string
  init: boolean
  status: string
  errors: number
  attrs: { release: string; environment: string }
}

export const found = ({ payloads, code }: Ending) => [
  code,
  payloads<Session>('session').map(({ sid, status, errors, attrs }) => [
    /^[0-9a-f]{32}$/.test(sid),
    status,
    errors,
    attrs.release,
    attrs.environment,
  ]),
]

export const expected = [0, [[true, 'exited', 0, 'job@1', 'test']]]
