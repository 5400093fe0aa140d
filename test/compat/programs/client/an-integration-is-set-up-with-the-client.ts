import * as Sentry from '@sentry/browser'
import type { Integration } from '@sentry/core'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const calls: unknown[] = []
  const integration: Integration = {
    name: 'Shop',
    setupOnce: () => void calls.push('setupOnce'),
    setup: (client) => void calls.push(['setup', client === Sentry.getClient() || 'early']),
    afterAllSetup: () => void calls.push('afterAllSetup'),
  }
  Sentry.init({ dsn, transport, integrations: [integration] })
  return calls.map((call) => (Array.isArray(call) ? call[0] : call))
}

export const expected = ['setupOnce', 'setup', 'afterAllSetup']
