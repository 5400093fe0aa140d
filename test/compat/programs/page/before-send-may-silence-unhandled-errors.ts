import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    beforeSend: (one) => (one.exception?.values?.at(-1)?.mechanism?.handled === false ? null : one),
  })
  dispatchEvent(new ErrorEvent('error', { error: new Error('unwanted'), message: 'unwanted' }))
  Sentry.captureException(new Error('wanted'))
  await Sentry.flush(1000)
  return events().map(({ exception }) => exception?.values?.[0]?.value)
}

export const expected = ['wanted']
