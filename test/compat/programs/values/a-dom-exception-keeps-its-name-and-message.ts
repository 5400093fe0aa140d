import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureException(new DOMException('The disk is full', 'QuotaExceededError'))
  await Sentry.flush(1000)
  const { exception, tags } = event()
  const [{ type, value } = {}] = exception?.values ?? []
  return { type, value, tags }
}

export const expected = {
  type: 'QuotaExceededError',
  value: 'The disk is full',
  tags: { 'DOMException.code': '22' },
}
