import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const seen: unknown[] = []
  const client = Sentry.init({ dsn, transport })
  client?.on('beforeAddBreadcrumb', ({ message }, hint) => void seen.push([message, hint]))
  Sentry.addBreadcrumb({ message: 'step' }, { from: 'shop' })
  return seen
}

export const expected = [['step', { from: 'shop' }]]
