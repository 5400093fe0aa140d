import * as Sentry from '@sentry/browser'
import { dsn } from '../../receiver.js'

export async function run() {
  const sent: unknown[] = []
  Sentry.init({
    dsn,
    transport: () => ({
      send([headers, items]) {
        for (const [itemHeaders, payload] of items) {
          if (itemHeaders.type !== 'event') continue
          const { message, event_id } = payload as Sentry.Event
          sent.push({ message, sameId: (headers as { event_id?: string }).event_id === event_id })
        }
        return Promise.resolve({})
      },
      flush: () => Promise.resolve(true),
    }),
  })
  Sentry.captureMessage('as a tuple')
  await Sentry.flush(1000)
  return sent
}

export const expected = [{ message: 'as a tuple', sameId: true }]
