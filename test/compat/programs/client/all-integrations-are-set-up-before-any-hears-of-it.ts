import * as Sentry from '@sentry/browser'
import type { Integration } from '@sentry/core'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const calls: string[] = []
  const named = (name: string): Integration => ({
    name,
    setup: () => void calls.push(`setup ${name}`),
    afterAllSetup: () => void calls.push(`afterAllSetup ${name}`),
  })
  Sentry.init({ dsn, transport, integrations: [named('A'), named('B')] })
  return calls
}

export const expected = ['setup A', 'setup B', 'afterAllSetup A', 'afterAllSetup B']
