import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    integrations: [
      Sentry.rewriteFramesIntegration({ root: 'https://shop.example', prefix: 'app://' }),
    ],
  })
  const error = new Error('by hand')
  error.stack = 'Error: by hand\n    at pay (https://shop.example/js/pay.js:3:7)'
  Sentry.captureException(error)
  await Sentry.flush(1000)
  return event().exception?.values?.[0]?.stacktrace?.frames?.map(({ filename }) => filename)
}

export const expected = ['app:///js/pay.js']
