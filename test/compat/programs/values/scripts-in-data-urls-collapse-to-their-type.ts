import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const error = new Error('by hand')
  error.stack = 'Error: by hand\n    at run (data:application/javascript;base64,YWxlcnQoMSk=:1:7)'
  Sentry.captureException(error)
  await Sentry.flush(1000)
  return event().exception?.values?.[0]?.stacktrace?.frames?.map(({ filename }) => filename)
}

export const expected = ['<data:application/javascript;base64>']
