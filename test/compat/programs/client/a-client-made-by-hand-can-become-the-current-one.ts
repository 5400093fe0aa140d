import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  const client = new Sentry.BrowserClient({
    dsn,
    transport,
    stackParser: Sentry.defaultStackParser,
    integrations: [],
  })
  Sentry.getCurrentScope().setClient(client)
  client.init()
  Sentry.captureMessage('through the top level')
  await Sentry.flush(1000)
  return { isCurrent: Sentry.getClient() === client, message: event().message }
}

export const expected = { isCurrent: true, message: 'through the top level' }
