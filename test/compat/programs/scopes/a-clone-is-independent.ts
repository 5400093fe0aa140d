import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const original = Sentry.getCurrentScope().clone()
  original.setTag('shop', 'berlin')
  const copy = original.clone()
  copy.setTag('shop', 'rome')
  original.setExtra('left', 3)
  Sentry.withScope(original, () => Sentry.captureMessage('original'))
  Sentry.withScope(copy, () => Sentry.captureMessage('copy'))
  await Sentry.flush(1000)
  return events().map(({ tags, extra }) => ({ tags, extra }))
}

export const expected = [
  { tags: { shop: 'berlin' }, extra: { left: 3 } },
  { tags: { shop: 'rome' } },
]
