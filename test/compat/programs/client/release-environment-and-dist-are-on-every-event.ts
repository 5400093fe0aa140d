import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, release: 'shop@1.2.3', environment: 'staging', dist: '42' })
  Sentry.captureException(new Error('one'))
  Sentry.captureEvent({ message: 'two', release: 'own@1' })
  await Sentry.flush(1000)
  return events().map(({ release, environment, dist }) => [release, environment, dist])
}

export const expected = [
  ['shop@1.2.3', 'staging', '42'],
  ['own@1', 'staging', '42'],
]
