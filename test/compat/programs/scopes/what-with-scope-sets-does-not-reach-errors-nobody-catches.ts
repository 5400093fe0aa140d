import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  try {
    Sentry.withScope((scope) => {
      scope.setTag('step', 'payment')
      throw new Error('escapes')
    })
  } catch (error) {
    dispatchEvent(new ErrorEvent('error', { error, message: 'Uncaught Error: escapes' }))
  }
  await Sentry.flush(1000)
  return { value: event().exception?.values?.[0]?.value, tags: event().tags }
}

export const expected = { value: 'escapes' }
