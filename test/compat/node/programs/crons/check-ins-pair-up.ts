import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

interface CheckIn {
  check_in_id: string
  monitor_slug: string
  status: string
  duration?: number
  release?: string
  environment?: string
  monitor_config?: object
}

export function main(dsn: string) {
  Sentry.init({ dsn, release: 'job@1', environment: 'test' })
  const checkInId = Sentry.captureCheckIn(
    { monitorSlug: 'mails', status: 'in_progress' },
    {
      schedule: { type: 'crontab', value: '0 * * * *' },
      checkinMargin: 2,
      maxRuntime: 10,
      timezone: 'Europe/Vienna',
      failureIssueThreshold: 3,
      recoveryThreshold: 4,
    },
  )
  Sentry.captureCheckIn({ checkInId, monitorSlug: 'mails', status: 'ok', duration: 12 })
  return checkInId
}

export function found({ payloads, returned }: Ending) {
  const all = payloads<CheckIn>('check_in').sort((one, other) =>
    one.status < other.status ? -1 : 1,
  )
  return all.map(({ check_in_id, ...one }) => [
    check_in_id === returned,
    one.monitor_slug,
    one.status,
    one.duration,
    one.release,
    one.environment,
    one.monitor_config,
  ])
}

const config = {
  schedule: { type: 'crontab', value: '0 * * * *' },
  checkin_margin: 2,
  max_runtime: 10,
  timezone: 'Europe/Vienna',
  failure_issue_threshold: 3,
  recovery_threshold: 4,
}
export const expected = [
  [true, 'mails', 'in_progress', undefined, 'job@1', 'test', config],
  [true, 'mails', 'ok', 12, 'job@1', 'test', undefined],
]
