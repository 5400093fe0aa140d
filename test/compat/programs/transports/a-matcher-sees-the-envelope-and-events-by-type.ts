import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const seen: unknown[] = []
  Sentry.init({
    dsn,
    defaultIntegrations: false,
    transport: Sentry.makeMultiplexedTransport(transport, ({ envelope, getEvent }) => {
      const [headers, items] = envelope
      const types = (items as [{ type: string }, unknown][]).map(([{ type }]) => type)
      const { event_id } = headers as { event_id?: string }
      seen.push({
        types,
        message: getEvent()?.message,
        isOfId: getEvent(['event'])?.event_id === event_id,
        transaction: getEvent(['transaction']) ?? 'none',
      })
      return []
    }),
  })
  Sentry.captureMessage('asked about')
  await Sentry.flush(1000)
  return seen
}

export const expected = [
  { types: ['event'], message: 'asked about', isOfId: true, transaction: 'none' },
]
