import * as Sentry from '@sentry/browser'
import { dsn } from '../../receiver.js'

export async function run() {
  const seen: unknown[] = []
  const client = Sentry.init({
    dsn,
    defaultIntegrations: false,
    transport: (options) => Sentry.createTransport(options, async () => ({ statusCode: 400 })),
  })
  client?.on('afterSendEvent', ({ message }, { statusCode }) => {
    seen.push([message, statusCode])
  })
  Sentry.captureMessage('refused')
  await Sentry.flush(1000)
  return seen
}

export const expected = [['refused', 400]]
