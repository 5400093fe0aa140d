import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const scope = Sentry.getCurrentScope().clone()
  scope.setTag('shop', 'berlin')
  const ids = [
    scope.captureException(new Error('one')),
    scope.captureMessage('two', 'warning'),
    scope.captureEvent({ message: 'three' }),
  ]
  await Sentry.flush(1000)
  return events().map(({ event_id, tags, level }, at) => [
    event_id === ids[at],
    tags,
    level ?? null,
  ])
}

export const expected = [
  [true, { shop: 'berlin' }, 'error'],
  [true, { shop: 'berlin' }, 'warning'],
  [true, { shop: 'berlin' }, null],
]
