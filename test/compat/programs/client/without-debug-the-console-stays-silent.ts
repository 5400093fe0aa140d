import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const lines: string[] = []
  for (const level of ['log', 'info', 'debug', 'warn', 'error'] as const) {
    console[level] = (...parts: unknown[]) => void lines.push(parts.join(' '))
  }
  Sentry.init({ dsn, transport, beforeSend: (one) => (one.message === 'unwanted' ? null : one) })
  Sentry.captureMessage('unwanted')
  Sentry.captureException(new Error('none left'))
  await Sentry.flush(1000)
  await Sentry.close(1000)
  return lines
}

export const expected = []
