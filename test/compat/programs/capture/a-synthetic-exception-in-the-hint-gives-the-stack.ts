import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, attachStacktrace: true })
  const syntheticException = new Error('here')
  syntheticException.stack = 'Error: here\n    at pay (https://shop.example/pay.js:3:7)'
  Sentry.captureException('no card', { syntheticException })
  await Sentry.flush(1000)
  const [{ value, stacktrace } = {}] = event().exception?.values ?? []
  return { value, function: stacktrace?.frames?.at(-1)?.function }
}

export const expected = { value: 'no card', function: 'pay' }
