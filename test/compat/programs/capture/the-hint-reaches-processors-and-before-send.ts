import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const seen: unknown[] = []
  const cause = new Error('Out of stock')
  const look = (where: string, hint: Sentry.EventHint) =>
    seen.push([where, hint.originalException === cause, hint.data])
  Sentry.init({
    dsn,
    transport,
    beforeSend(sent, hint) {
      look('beforeSend', hint)
      return sent
    },
  })
  Sentry.addEventProcessor((processed, hint) => {
    look('processor', hint)
    return processed
  })
  Sentry.captureException(cause, { data: { article: 'a-1' } })
  await Sentry.flush(1000)
  return seen
}

export const expected = [
  ['processor', true, { article: 'a-1' }],
  ['beforeSend', true, { article: 'a-1' }],
]
