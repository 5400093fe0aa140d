import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

interface CheckIn {
  monitor_slug: string
  status: string
}

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const { default: cron } = await import('node-cron')
  const { schedule } = Sentry.cron.instrumentNodeCron(cron as never) as typeof cron
  await new Promise<void>((resolve) => {
    const task = schedule(
      '* * * * * *',
      () => {
        void task.stop()
        setTimeout(resolve, 5)
        throw new RangeError('in a job')
      },
      { name: 'mails' },
    )
  })
}

export const found = ({ payloads, events }: Ending) => [
  payloads<CheckIn>('check_in')
    .map(({ monitor_slug, status }) => [monitor_slug, status])
    .sort(),
  events.map(({ exception }) => [
    exception?.values?.[0]?.value,
    exception?.values?.[0]?.mechanism?.handled,
  ]),
]

export const expected = [
  [
    ['mails', 'error'],
    ['mails', 'in_progress'],
  ],
  [['in a job', false]],
]
