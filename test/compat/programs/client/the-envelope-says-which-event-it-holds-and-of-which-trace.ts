import * as Sentry from '@sentry/browser'
import { contents, dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, release: 'shop@1' })
  const id = Sentry.captureMessage('enveloped')
  await Sentry.flush(1000)
  const envelope = contents().find(({ items }) =>
    items.some(({ headers }) => headers.type === 'event'),
  )
  const { event_id, sent_at, trace } = envelope?.headers ?? {}
  return {
    sameId: event_id === id,
    sentAt: !Number.isNaN(Date.parse(String(sent_at))),
    sameTrace: trace?.trace_id === event().contexts?.trace?.trace_id,
    key: trace?.public_key,
    release: trace?.release,
    environment: trace?.environment,
  }
}

export const expected = {
  sameId: true,
  sentAt: true,
  sameTrace: true,
  key: 'public',
  release: 'shop@1',
  environment: 'production',
}
