import * as Sentry from '@sentry/browser'
import type { Integration } from '@sentry/core'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const calls: string[] = []
  const integration: Integration = {
    name: 'Shop',
    setupOnce: () => void calls.push('setupOnce'),
    setup: () => void calls.push('setup'),
  }
  Sentry.init({ dsn, transport, integrations: [integration] })
  Sentry.init({ dsn, transport, integrations: [integration] })
  return calls
}

export const expected = ['setupOnce', 'setup', 'setup']
