import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.addEventProcessor((one) => {
    one.release = 'shop@2'
    delete one.user
    return one
  })
  Sentry.setUser({ id: '4711' })
  Sentry.captureMessage('changed')
  await Sentry.flush(1000)
  const { release, user } = event()
  return { release, user }
}

export const expected = { release: 'shop@2' }
