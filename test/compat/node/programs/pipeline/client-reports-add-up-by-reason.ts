import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

interface Report {
  discarded_events: { reason: string; category: string; quantity: number }[]
}

export async function main(dsn: string) {
  Sentry.init({
    dsn,
    beforeSend: (event) => (event.message?.startsWith('unwanted') ? null : event),
    ignoreErrors: ['ignored'],
  })
  Sentry.addEventProcessor((event) => (event.message === 'processed away' ? null : event))
  for (const text of ['unwanted 1', 'unwanted 2', 'processed away', 'wanted'])
    Sentry.captureMessage(text)
  Sentry.captureException(new Error('ignored'))
  Sentry.getClient()?.recordDroppedEvent('ratelimit_backoff', 'error')
  await Sentry.flush(2000)
  await Sentry.close(2000)
}

export function found({ events, payloads }: Ending) {
  const sums: Record<string, number> = {}
  for (const { discarded_events } of payloads<Report>('client_report')) {
    for (const { reason, category, quantity } of discarded_events) {
      const key = `${reason} ${category}`
      sums[key] = (sums[key] ?? 0) + quantity
    }
  }
  return [events.map(({ message }) => message), sums]
}

export const expected = [
  ['wanted'],
  {
    'before_send error': 2,
    'event_processor error': 2,
    'ratelimit_backoff error': 1,
  },
]
