import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const lines: string[] = []
  for (const level of ['log', 'info', 'debug', 'warn'] as const) {
    console[level] = (...parts: unknown[]) => void lines.push(parts.join(' '))
  }
  Sentry.init({
    dsn,
    transport,
    debug: true,
    defaultIntegrations: false,
    integrations: [Sentry.dedupeIntegration(), { name: 'Shop' }],
  })
  return lines.flatMap((line) => /Integration installed: (\w+)/.exec(line)?.[1] ?? [])
}

export const expected = ['Dedupe', 'Shop']
