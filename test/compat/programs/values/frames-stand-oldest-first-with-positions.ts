import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const error = new Error('by hand')
  error.stack = [
    'Error: by hand',
    '    at pay (https://shop.example/pay.js:3:7)',
    '    at Basket.checkout (https://shop.example/basket.js:20:11)',
    '    at https://shop.example/main.js:1:100',
  ].join('\n')
  Sentry.captureException(error)
  await Sentry.flush(1000)
  return event().exception?.values?.[0]?.stacktrace?.frames
}

export const expected = [
  { filename: 'https://shop.example/main.js', function: '?', lineno: 1, colno: 100, in_app: true },
  {
    filename: 'https://shop.example/basket.js',
    function: 'Basket.checkout',
    lineno: 20,
    colno: 11,
    in_app: true,
  },
  { filename: 'https://shop.example/pay.js', function: 'pay', lineno: 3, colno: 7, in_app: true },
]
