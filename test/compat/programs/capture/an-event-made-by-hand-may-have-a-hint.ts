import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  const seen: unknown[] = []
  Sentry.init({
    dsn,
    transport,
    beforeSend(one, hint) {
      seen.push(hint.data)
      return one
    },
  })
  Sentry.captureEvent(
    { message: 'by hand' },
    { data: { article: 'a-1' }, captureContext: { tags: { shop: 'berlin' } } },
  )
  await Sentry.flush(1000)
  return { seen, tags: event().tags }
}

export const expected = { seen: [{ article: 'a-1' }], tags: { shop: 'berlin' } }
