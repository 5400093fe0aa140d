import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.getCurrentScope().setTag('from', 'scope')
  Sentry.captureException(new Error('Out of stock'), (scope) => {
    scope.setTag('from', 'call')
    scope.setExtra('article', 'a-1')
    return scope
  })
  Sentry.captureMessage('afterwards')
  await Sentry.flush(1000)
  return events().map(({ tags, extra }) => ({ tags, extra }))
}

export const expected = [
  { tags: { from: 'call' }, extra: { article: 'a-1' } },
  { tags: { from: 'scope' } },
]
