import * as Sentry from '@sentry/browser'
import { contents, dsn, transport } from '../../receiver.js'

export async function run() {
  const client = Sentry.init({ dsn, transport, enabled: false })
  await client?.sendEnvelope([
    { event_id: 'a'.repeat(32), sent_at: new Date().toISOString() },
    [[{ type: 'event' }, { message: 'by hand' }]],
  ] as Parameters<typeof client.sendEnvelope>[0])
  await Sentry.flush(50)
  return contents().length
}

export const expected = 0
