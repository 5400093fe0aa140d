import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const error = new Error('by hand')
  error.stack = [
    'Error: by hand',
    '    at Function.build (https://shop.example/a.js:1:1)',
    '    at new Basket (https://shop.example/a.js:2:1)',
    '    at Object.<anonymous> (https://shop.example/a.js:4:1)',
  ].join('\n')
  Sentry.captureException(error)
  await Sentry.flush(1000)
  return event().exception?.values?.[0]?.stacktrace?.frames?.map((frame) => frame.function)
}

export const expected = ['Object.<anonymous>', 'new Basket', 'Function.build']
