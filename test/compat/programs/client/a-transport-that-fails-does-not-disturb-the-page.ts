import * as Sentry from '@sentry/browser'
import { dsn } from '../../receiver.js'

export async function run() {
  let attempts = 0
  Sentry.init({
    dsn,
    transport: (options) =>
      Sentry.createTransport(options, () => {
        attempts++
        return Promise.reject(new Error('offline'))
      }),
  })
  const id = Sentry.captureMessage('into the void')
  await Sentry.flush(50)
  return { id: id.length, attempts: attempts > 0 }
}

export const expected = { id: 32, attempts: true }
