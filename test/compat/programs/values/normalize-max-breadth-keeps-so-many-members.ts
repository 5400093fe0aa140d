import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, normalizeMaxBreadth: 2 })
  Sentry.captureMessage('broad', { extra: { list: [1, 2, 3, 4], map: { a: 1, b: 2, c: 3 } } })
  await Sentry.flush(1000)
  return event().extra
}

export const expected = {
  list: [1, 2, '[MaxProperties ~]'],
  map: { a: 1, b: 2, c: '[MaxProperties ~]' },
}
