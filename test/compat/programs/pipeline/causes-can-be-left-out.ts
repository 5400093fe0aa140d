import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    integrations: (defaults) => defaults.filter(({ name }) => name !== 'LinkedErrors'),
  })
  Sentry.captureException(new Error('outer', { cause: new Error('inner') }))
  await Sentry.flush(1000)
  return event().exception?.values?.map(({ value }) => value)
}

export const expected = ['outer']
