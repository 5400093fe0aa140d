import * as Sentry from '@sentry/browser'
import { dsn, event, events, transport } from '../../receiver.js'

export async function run() {
  const ids = [Sentry.captureException(new Error('early')), Sentry.captureMessage('early')]
  Sentry.addBreadcrumb({ message: 'early' })
  Sentry.setTag('early', 'yes')
  const flushed = await Sentry.flush(100)
  Sentry.init({ dsn, transport })
  Sentry.captureMessage('late')
  await Sentry.flush(1000)
  return {
    ids: ids.map((id) => id.length),
    flushed,
    messages: events().map(({ message }) => message),
    tags: event().tags,
  }
}

export const expected = {
  ids: [32, 32],
  flushed: false,
  messages: ['late'],
  tags: { early: 'yes' },
}
