import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  const ids = [Sentry.captureException(new Error('early')), Sentry.captureMessage('early')]
  Sentry.setTag('kept', 'yes')
  Sentry.addBreadcrumb({ message: 'early' })
  const before = [Sentry.isInitialized(), Sentry.isEnabled(), Sentry.lastEventId() === undefined]
  Sentry.init({ dsn })
  Sentry.captureMessage('late')
  return [
    ids.every((id) => /^[0-9a-f]{32}$/.test(id)),
    ...before,
    Sentry.isInitialized(),
    Sentry.isEnabled(),
  ]
}

export const found = ({ events, returned, code, stdout, stderr }: Ending) => ({
  events: events.map(({ message, tags }) => [message, tags?.kept]),
  returned: returned.filter((_: boolean, at: number) => at !== 3),
  code,
  stdout,
  stderr,
})

export const expected = {
  events: [['late', 'yes']],
  returned: [true, false, false, true, true],
  code: 0,
  stdout: '',
  stderr: '',
}
