import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const seen: unknown[] = []
  const client = Sentry.init({ dsn, transport })
  const id = Sentry.captureMessage('before the hook')
  await Sentry.flush(1000)
  client?.on('beforeEnvelope', ([headers, items]) => {
    const [first] = items
    seen.push([typeof (headers as { event_id?: string }).event_id, first?.[0].type])
  })
  Sentry.captureMessage('after the hook')
  await Sentry.flush(1000)
  return { id: id.length, seen }
}

export const expected = { id: 32, seen: [['string', 'event']] }
