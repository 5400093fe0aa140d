import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    beforeSend: (one, hint) =>
      (hint.originalException as Error)?.message === 'unwanted' ? null : one,
  })
  Sentry.captureException(new Error('unwanted'))
  Sentry.captureException(new Error('wanted'))
  await Sentry.flush(1000)
  return events().map(({ exception }) => exception?.values?.[0]?.value)
}

export const expected = ['wanted']
