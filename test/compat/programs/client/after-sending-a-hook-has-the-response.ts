import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const seen: unknown[] = []
  const client = Sentry.init({ dsn, transport })
  client?.on(
    'afterSendEvent',
    (one, response) => void seen.push([one.message, response.statusCode]),
  )
  Sentry.captureMessage('sent')
  await Sentry.flush(1000)
  return seen
}

export const expected = [['sent', 200]]
