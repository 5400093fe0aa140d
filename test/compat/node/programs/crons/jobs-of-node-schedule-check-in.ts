import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

interface CheckIn {
  monitor_slug: string
  status: string
}

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const { default: nodeSchedule } = await import('node-schedule')
  const monitored = Sentry.cron.instrumentNodeSchedule(nodeSchedule as never) as typeof nodeSchedule
  await new Promise<void>((resolve) => {
    const job = monitored.scheduleJob('mails', '* * * * * *', () => {
      job.cancel()
      setTimeout(resolve, 5)
    })
  })
}

export const found = ({ payloads }: Ending) =>
  payloads<CheckIn>('check_in')
    .map(({ monitor_slug, status }) => [monitor_slug, status])
    .sort()

export const expected = [
  ['mails', 'in_progress'],
  ['mails', 'ok'],
]
