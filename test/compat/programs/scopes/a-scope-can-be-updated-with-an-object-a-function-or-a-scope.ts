import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const other = new Sentry.Scope()
  other.setTag('c', 'scope')
  other.setUser({ id: '4711' })
  Sentry.getCurrentScope()
    .update({ tags: { a: 'object' }, level: 'warning' })
    .update((scope) => scope.setTag('b', 'function'))
    .update(other)
  Sentry.captureMessage('updated')
  await Sentry.flush(1000)
  const { tags, level, user } = event()
  return { tags, level, user }
}

export const expected = {
  tags: { a: 'object', b: 'function', c: 'scope' },
  level: 'warning',
  user: { id: '4711' },
}
