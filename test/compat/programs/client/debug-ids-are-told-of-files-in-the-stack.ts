import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Object.assign(globalThis, {
    _sentryDebugIds: {
      'Error\n    at https://shop.example/js/pay.js:1:9': '11111111-1111-4111-8111-111111111111',
      'Error\n    at https://shop.example/js/cart.js:1:9': '22222222-2222-4222-8222-222222222222',
    },
  })
  Sentry.init({ dsn, transport })
  const error = new Error('by hand')
  error.stack = 'Error: by hand\n    at pay (https://shop.example/js/pay.js:3:7)'
  Sentry.captureException(error)
  await Sentry.flush(1000)
  return event().debug_meta
}

export const expected = {
  images: [
    {
      type: 'sourcemap',
      code_file: 'https://shop.example/js/pay.js',
      debug_id: '11111111-1111-4111-8111-111111111111',
    },
  ],
}
