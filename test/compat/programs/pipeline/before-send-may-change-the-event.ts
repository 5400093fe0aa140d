import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    beforeSend(one) {
      one.tags = { ...one.tags, checked: 'yes' }
      one.fingerprint = ['own']
      return one
    },
  })
  Sentry.captureException(new Error('none left'), { tags: { shop: 'berlin' } })
  await Sentry.flush(1000)
  const { tags, fingerprint } = event()
  return { tags, fingerprint }
}

export const expected = { tags: { shop: 'berlin', checked: 'yes' }, fingerprint: ['own'] }
