import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const error = Object.assign(new Error('by hand'), { framesToPop: 1 })
  error.stack = [
    'Error: by hand',
    '    at invariant (https://shop.example/invariant.js:3:7)',
    '    at checkout (https://shop.example/basket.js:20:11)',
  ].join('\n')
  Sentry.captureException(error)
  await Sentry.flush(1000)
  return event().exception?.values?.[0]?.stacktrace?.frames?.map((frame) => frame.function)
}

export const expected = ['checkout']
