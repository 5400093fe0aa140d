import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

interface CheckIn {
  monitor_slug: string
  status: string
  monitor_config?: { schedule?: { value?: string } }
}

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const { CronJob } = await import('cron')
  const Monitored = Sentry.cron.instrumentCron(CronJob as never, 'mails') as typeof CronJob
  await new Promise<void>((resolve) => {
    const job = new Monitored('* * * * * *', () => {
      void job.stop()
      resolve()
    })
    job.start()
  })
  await new Promise((resolve) => setTimeout(resolve, 5))
}

export const found = ({ payloads }: Ending) =>
  payloads<CheckIn>('check_in')
    .map(({ monitor_slug, status, monitor_config }) => [
      monitor_slug,
      status,
      monitor_config?.schedule?.value,
    ])
    .sort()

export const expected = [
  ['mails', 'in_progress', '* * * * * *'],
  ['mails', 'ok', undefined],
]
