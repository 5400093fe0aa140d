import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const before = Sentry.lastEventId()
  const first = Sentry.captureException(new Error('one'))
  const isFirst = Sentry.lastEventId() === first
  const second = Sentry.captureMessage('two')
  return { before, isFirst, isSecond: Sentry.lastEventId() === second }
}

export const expected = { isFirst: true, isSecond: true }
