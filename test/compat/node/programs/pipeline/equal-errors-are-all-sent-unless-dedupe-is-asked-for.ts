import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  for (let count = 0; count < 3; count++)
    Sentry.captureException(new Error('again'), { tags: { count: `${count}` } })
  await Sentry.flush(2000)
  Sentry.init({ dsn, integrations: [Sentry.dedupeIntegration()] })
  const fail = (message: string) =>
    Sentry.captureException(new Error(message), { tags: { count: 'deduped' } })
  for (const message of ['same', 'same', 'other', 'same']) {
    fail(message)
    await Sentry.flush(2000)
  }
}

export const found = ({ events }: Ending) =>
  events.map(({ exception, tags }) => [exception?.values?.[0]?.value, tags?.count])

export const expected = [
  ['again', '0'],
  ['again', '1'],
  ['again', '2'],
  ['other', 'deduped'],
  ['same', 'deduped'],
  ['same', 'deduped'],
]
