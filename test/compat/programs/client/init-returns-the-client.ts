import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  const client = Sentry.init({ dsn, transport })
  client?.captureException(new Error('through the client'))
  await client?.flush(1000)
  return { isCurrent: client === Sentry.getClient(), value: event().exception?.values?.[0]?.value }
}

export const expected = { isCurrent: true, value: 'through the client' }
