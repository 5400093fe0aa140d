import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn, release: 'job@1' })
  Sentry.setUser({ id: '7' })
  const { sid } = Sentry.startSession()
  Sentry.captureSession()
  Sentry.captureException(new Error('caught'))
  await Sentry.flush(2000)
  Sentry.endSession()
  await Sentry.flush(2000)
  return sid
}

export const found = ({ payloads, returned }: Ending) => {
  const own = payloads<{ sid: string; status: string; errors: number; did?: string }>(
    'session',
  ).filter(({ sid }) => sid === returned)
  return [
    own
      .map(({ status }) => status)
      .sort()
      .at(0),
    Math.max(...own.map(({ errors }) => errors)),
    own.at(-1)?.did,
  ]
}

export const expected = ['exited', 1, '7']
