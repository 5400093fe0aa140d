import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const error = new Error('by hand')
  error.stack = [
    'Error: by hand',
    '    at pay (https://shop.example/a.js:1:1)',
    '    at async Basket.checkout (https://shop.example/a.js:3:1)',
  ].join('\n')
  Sentry.captureException(error)
  await Sentry.flush(1000)
  return event().exception?.values?.[0]?.stacktrace?.frames?.map((frame) => frame.function)
}

export const expected = ['async Basket.checkout', 'pay']
