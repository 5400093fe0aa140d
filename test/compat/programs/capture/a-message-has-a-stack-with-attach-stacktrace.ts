import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

function warn() {
  Sentry.captureMessage('Stock is low')
}

export async function run() {
  Sentry.init({ dsn, transport, attachStacktrace: true })
  warn()
  await Sentry.flush(1000)
  const { message, exception } = event()
  const [{ value, mechanism, stacktrace } = {}] = exception?.values ?? []
  return {
    message,
    value,
    synthetic: mechanism?.synthetic,
    function: stacktrace?.frames?.at(-1)?.function,
  }
}

export const expected = {
  message: 'Stock is low',
  value: 'Stock is low',
  synthetic: true,
  function: 'warn',
}
