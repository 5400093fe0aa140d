import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const id = Sentry.captureException(new RangeError('none left'))
  await Sentry.flush(1000)
  Sentry.captureMessage('second')
  await Sentry.flush(1000)
  const [{ category, message, level, event_id } = {}] = events()[1]?.breadcrumbs ?? []
  return { category, message, level, sameId: event_id === id }
}

export const expected = {
  category: 'sentry.event',
  message: 'RangeError: none left',
  level: 'error',
  sameId: true,
}
