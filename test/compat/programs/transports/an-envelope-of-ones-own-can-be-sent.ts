import * as Sentry from '@sentry/browser'
import { contents, dsn, transport } from '../../receiver.js'

export async function run() {
  const client = Sentry.init({ dsn, transport, defaultIntegrations: false })
  const event_id = 'a'.repeat(32)
  await client?.sendEnvelope([
    { event_id, sent_at: new Date().toISOString() },
    [[{ type: 'event' }, { event_id, message: 'by hand', platform: 'javascript' }]],
  ] as Parameters<typeof client.sendEnvelope>[0])
  await Sentry.flush(1000)
  return contents().map(({ headers, items }) => [
    headers.event_id === event_id,
    items.map(({ headers, payload }) => [headers.type, JSON.parse(payload).message]),
  ])
}

export const expected = [[true, [['event', 'by hand']]]]
