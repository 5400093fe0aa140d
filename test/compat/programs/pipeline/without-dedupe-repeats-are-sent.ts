import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

const failure = () => {
  const error = new Error('again')
  error.stack = `${error}\n    at pay (https://shop.example/pay.js:3:7)`
  return error
}

export async function run() {
  Sentry.init({
    dsn,
    transport,
    integrations: (defaults) => defaults.filter(({ name }) => name !== 'Dedupe'),
  })
  for (let count = 0; count < 3; count++) Sentry.captureException(failure())
  await Sentry.flush(1000)
  return events().length
}

export const expected = 3
