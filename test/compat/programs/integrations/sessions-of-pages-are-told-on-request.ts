import * as Sentry from '@sentry/browser'
import { dsn, itemsOfType, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    release: 'shop@1',
    environment: 'test',
    defaultIntegrations: false,
    integrations: [Sentry.browserSessionIntegration()],
  })
  Sentry.setUser({ id: 'jo' })
  Sentry.captureException(new Error('handled'))
  Sentry.captureException(new Error('again'))
  await Sentry.flush(1000)
  history.pushState(null, '', '/next')
  await Sentry.flush(1000)
  const sent = itemsOfType('session')
    .map(({ payload }) => JSON.parse(payload))
    // That a session goes on may be told more than once.
    .filter(({ init, status }) => init || status !== 'ok')
  const ids = [...new Set(sent.map(({ sid }) => sid))]
  return sent.map(({ sid, init, status, errors, attrs, duration }) => [
    ids.indexOf(sid),
    init,
    status,
    // What happened before the first word is told by it, or by the next.
    status === 'ok' ? null : errors,
    attrs.release,
    attrs.environment,
    duration ?? null,
  ])
}

export const expected = [
  [0, true, 'ok', null, 'shop@1', 'test', null],
  [0, false, 'exited', 1, 'shop@1', 'test', null],
  [1, true, 'ok', null, 'shop@1', 'test', null],
]
