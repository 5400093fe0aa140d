import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.withScope((outer) => {
    outer.setTag('outer', 'yes')
    Sentry.withScope((inner) => {
      inner.setTag('inner', 'yes')
      Sentry.captureMessage('in both')
    })
    Sentry.captureMessage('in one')
  })
  await Sentry.flush(1000)
  return events().map(({ tags }) => tags)
}

export const expected = [{ outer: 'yes', inner: 'yes' }, { outer: 'yes' }]
