import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  dispatchEvent(
    Object.assign(new Event('unhandledrejection'), { reason: new RangeError('none left') }),
  )
  await Sentry.flush(1000)
  const { level, exception } = event()
  const [{ type, value, mechanism } = {}] = exception?.values ?? []
  return { level, type, value, mechanism }
}

export const expected = {
  level: 'error',
  type: 'RangeError',
  value: 'none left',
  mechanism: { type: 'auto.browser.global_handlers.onunhandledrejection', handled: false },
}
