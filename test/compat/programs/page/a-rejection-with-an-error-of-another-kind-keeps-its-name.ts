import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const reason = Object.assign(new Error('aborted'), { name: 'AbortError' })
  dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason }))
  await Sentry.flush(1000)
  const [{ type, value } = {}] = event().exception?.values ?? []
  return { type, value }
}

export const expected = { type: 'AbortError', value: 'aborted' }
