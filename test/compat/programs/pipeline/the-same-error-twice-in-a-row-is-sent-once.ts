import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

const failure = (message: string) => {
  const error = new Error(message)
  error.stack = `${error}\n    at pay (https://shop.example/pay.js:3:7)`
  return error
}

export async function run() {
  Sentry.init({ dsn, transport })
  for (const message of ['a', 'a', 'b', 'a', 'a']) Sentry.captureException(failure(message))
  await Sentry.flush(1000)
  return events().map(({ exception }) => exception?.values?.[0]?.value)
}

export const expected = ['a', 'b', 'a']
