import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const error = new Error('deep')
  const lines = Array.from(
    { length: 80 },
    (_, at) => `    at level${at} (https://shop.example/pay.js:${at + 1}:1)`,
  )
  error.stack = `Error: deep\n${lines.join('\n')}`
  Sentry.captureException(error)
  await Sentry.flush(1000)
  const frames = event().exception?.values?.[0]?.stacktrace?.frames
  return { newest: frames?.at(-1)?.function, hasFifty: frames?.at(-50)?.function }
}

export const expected = { newest: 'level0', hasFifty: 'level49' }
