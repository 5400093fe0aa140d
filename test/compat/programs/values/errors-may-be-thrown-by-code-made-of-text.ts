import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  try {
    new Function('throw new RangeError("from text")')()
  } catch (error) {
    Sentry.captureException(error)
  }
  await Sentry.flush(1000)
  const [{ type, value, stacktrace } = {}] = event().exception?.values ?? []
  return { type, value, newest: stacktrace?.frames?.at(-1)?.function }
}

export const expected = { type: 'RangeError', value: 'from text', newest: 'eval' }
