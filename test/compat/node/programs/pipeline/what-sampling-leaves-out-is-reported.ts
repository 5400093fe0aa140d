import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

interface Report {
  discarded_events: { reason: string; category: string; quantity: number }[]
}

export async function main(dsn: string) {
  Sentry.init({ dsn, sampleRate: 0 })
  for (let count = 0; count < 3; count++) Sentry.captureException(new Error(`number ${count}`))
  await Sentry.flush(2000)
}

export const found = ({ payloads }: Ending) =>
  payloads<Report>('client_report').flatMap((report) => report.discarded_events)

export const expected = [{ reason: 'sample_rate', category: 'error', quantity: 3 }]
