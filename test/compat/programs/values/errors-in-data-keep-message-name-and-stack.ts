import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.setExtra('failure', Object.assign(new RangeError('none left'), { code: 'E_STOCK' }))
  Sentry.captureMessage('with an error')
  await Sentry.flush(1000)
  const { message, name, code, stack } = (event().extra?.failure ?? {}) as Record<string, unknown>
  return { message, name, code, stack: typeof stack }
}

export const expected = {
  message: 'none left',
  name: 'RangeError',
  code: 'E_STOCK',
  stack: 'string',
}
