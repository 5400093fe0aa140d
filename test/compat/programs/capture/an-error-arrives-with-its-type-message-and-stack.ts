import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

function sell() {
  Sentry.captureException(new RangeError('Only 3 left'))
}

export async function run() {
  Sentry.init({ dsn, transport })
  sell()
  await Sentry.flush(1000)
  const { exception, level, platform } = event()
  const [{ type, value, mechanism, stacktrace } = {}] = exception?.values ?? []
  const newest = stacktrace?.frames?.at(-1)
  return {
    level,
    platform,
    type,
    value,
    mechanism,
    filename: newest?.filename,
    function: newest?.function,
    isInApp: newest?.in_app,
  }
}

export const expected = {
  level: 'error',
  platform: 'javascript',
  type: 'RangeError',
  value: 'Only 3 left',
  mechanism: { type: 'generic', handled: true },
  filename: 'https://shop.example/app.js',
  function: 'sell',
  isInApp: true,
}
