import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const scopes = {
    global: Sentry.getGlobalScope(),
    isolation: Sentry.getIsolationScope(),
    current: Sentry.getCurrentScope(),
  }
  scopes.global.setTags({ a: 'global', b: 'global', c: 'global' })
  scopes.isolation.setTags({ b: 'isolation', c: 'isolation' })
  scopes.current.setTag('c', 'current')
  scopes.global.setExtra('from', 'global')
  scopes.isolation.setExtra('from', 'isolation')
  Sentry.captureMessage('who wins')
  await Sentry.flush(1000)
  const { tags, extra } = event()
  return { tags, extra }
}

export const expected = {
  tags: { a: 'global', b: 'isolation', c: 'current' },
  extra: { from: 'isolation' },
}
