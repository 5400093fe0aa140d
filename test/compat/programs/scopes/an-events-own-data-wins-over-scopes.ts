import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.getCurrentScope().setTags({ shop: 'scope', page: 'scope' })
  Sentry.getCurrentScope().setUser({ id: 'scope', username: 'scope' })
  Sentry.captureEvent({
    message: 'by hand',
    tags: { shop: 'event' },
    user: { id: 'event' },
    extra: { own: 1 },
  })
  await Sentry.flush(1000)
  const { tags, user, extra } = event()
  return { tags, user, extra }
}

export const expected = {
  tags: { shop: 'event', page: 'scope' },
  user: { id: 'event', username: 'scope' },
  extra: { own: 1 },
}
