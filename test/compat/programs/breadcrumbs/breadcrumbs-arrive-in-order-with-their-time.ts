import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const before = Date.now() / 1000
  Sentry.addBreadcrumb({
    category: 'shop',
    message: 'one',
    level: 'info',
    data: { article: 'a-1' },
    type: 'user',
  })
  Sentry.addBreadcrumb({ message: 'two', timestamp: 1_700_000_000 })
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  const [{ timestamp = 0, ...one } = {}, two] = event().breadcrumbs ?? []
  return { one, two, isNow: timestamp >= before - 1 && timestamp <= Date.now() / 1000 + 1 }
}

export const expected = {
  one: { category: 'shop', message: 'one', level: 'info', data: { article: 'a-1' }, type: 'user' },
  two: { message: 'two', timestamp: 1_700_000_000 },
  isNow: true,
}
