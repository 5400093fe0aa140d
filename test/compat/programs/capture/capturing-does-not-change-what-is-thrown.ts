import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const error = Object.freeze(Object.assign(new Error('frozen'), { code: 'E_STOCK' }))
  const before = Object.keys(error).join()
  Sentry.captureException(error)
  await Sentry.flush(1000)
  return {
    value: event().exception?.values?.[0]?.value,
    same: Object.keys(error).join() === before,
  }
}

export const expected = { value: 'frozen', same: true }
