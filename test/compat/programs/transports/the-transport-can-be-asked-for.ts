import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  let made: unknown
  const client = Sentry.init({
    dsn,
    transport(options) {
      const one = transport(options)
      made = one
      return one
    },
  })
  Sentry.captureMessage('anything')
  await Sentry.flush()
  const found = client?.getTransport()
  return { isIt: found === made, flushed: await found?.flush(100) }
}

export const expected = { isIt: true, flushed: true }
