import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn, sampleRate: 0, sendClientReports: false })
  Sentry.captureException(new Error('never'))
  await Sentry.flush(2000)
}

export const found = ({ contents }: Ending) => contents.length

export const expected = 0
