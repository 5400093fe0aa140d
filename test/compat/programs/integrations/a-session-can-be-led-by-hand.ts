import * as Sentry from '@sentry/browser'
import { dsn, itemsOfType, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, release: 'shop@1', defaultIntegrations: false })
  const session = Sentry.startSession({ did: 'jo' })
  Sentry.captureSession()
  Sentry.captureException(new Error('uncaught'), { mechanism: { type: 'own', handled: false } })
  await Sentry.flush(1000)
  Sentry.startSession()
  Sentry.captureSession(true)
  await Sentry.flush(1000)
  const sent = itemsOfType('session').map(({ payload }) => JSON.parse(payload))
  return [
    session.status,
    sent[0].sid === session.sid,
    sent
      .map(({ init, status, errors, did }) => [init, status, errors, did ?? null])
      // An end that was told may be told again.
      .filter(([, status], at, all) => status !== 'crashed' || all[at - 1]?.[1] !== 'crashed'),
  ]
}

export const expected = [
  'crashed',
  true,
  [
    [true, 'ok', 0, 'jo'],
    [false, 'crashed', 1, 'jo'],
    [true, 'exited', 0, null],
  ],
]
