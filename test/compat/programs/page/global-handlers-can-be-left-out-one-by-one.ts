import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    integrations: [
      Sentry.globalHandlersIntegration({ onerror: false, onunhandledrejection: true }),
    ],
  })
  dispatchEvent(new ErrorEvent('error', { error: new Error('unheard'), message: 'unheard' }))
  dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: new Error('heard') }))
  await Sentry.flush(1000)
  return events().map(({ exception }) => exception?.values?.[0]?.value)
}

export const expected = ['heard']
