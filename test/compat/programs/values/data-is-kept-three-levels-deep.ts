import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  class Basket {}
  Sentry.captureMessage('deep', {
    extra: { a: { b: { c: { d: 1 }, list: [1], basket: new Basket(), text: 'kept' } } },
  })
  await Sentry.flush(1000)
  return event().extra
}

export const expected = {
  a: { b: { c: '[Object]', list: '[Array]', basket: '[Basket]', text: 'kept' } },
}
