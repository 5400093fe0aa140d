import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

interface CheckIn {
  check_in_id: string
  monitor_slug: string
  status: string
  duration?: number
}

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const results: unknown[] = [
    Sentry.withMonitor('1 sync', () => 'done'),
    await Sentry.withMonitor('2 async', async () => {
      await new Promise((resolve) => setTimeout(resolve, 2))
      return 'later'
    }),
  ]
  try {
    Sentry.withMonitor('3 throws', () => {
      throw new Error('failed')
    })
  } catch (error) {
    results.push((error as Error).message)
  }
  await Sentry.withMonitor('4 rejects', () => Promise.reject(new Error('failed, too'))).catch(
    (error) => results.push(error.message),
  )
  return results
}

export function found({ payloads, returned, events }: Ending) {
  const all = payloads<CheckIn>('check_in')
  const slugs = [...new Set(all.map((one) => one.monitor_slug))].sort()
  return [
    returned,
    events.length,
    slugs.map((slug) => {
      const own = all.filter((one) => one.monitor_slug === slug)
      const last = own.find(({ status }) => status !== 'in_progress')
      return [
        slug,
        own.length,
        new Set(own.map((one) => one.check_in_id)).size,
        last?.status,
        typeof last?.duration,
      ]
    }),
  ]
}

export const expected = [
  ['done', 'later', 'failed', 'failed, too'],
  0,
  [
    ['1 sync', 2, 1, 'ok', 'number'],
    ['2 async', 2, 1, 'ok', 'number'],
    ['3 throws', 2, 1, 'error', 'number'],
    ['4 rejects', 2, 1, 'error', 'number'],
  ],
]
