import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.getCurrentScope().setTransactionName('/checkout')
  Sentry.captureException(new Error('none left'))
  await Sentry.flush(1000)
  return event().transaction
}

export const expected = '/checkout'
