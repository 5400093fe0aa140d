import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, integrations: [Sentry.browserApiErrorsIntegration()] })
  const button = document.createElement('button')
  let calls = 0
  function onPay() {
    calls++
    throw new TypeError('in a listener')
  }
  button.addEventListener('click', onPay)
  button.addEventListener('click', onPay)
  button.click()
  button.removeEventListener('click', onPay)
  button.click()
  await Sentry.flush(1000)
  const [{ type, value, mechanism } = {}] = event().exception?.values ?? []
  return { calls, type, value, mechanism }
}

export const expected = {
  calls: 1,
  type: 'TypeError',
  value: 'in a listener',
  mechanism: {
    type: 'auto.browser.browserapierrors.addEventListener',
    handled: false,
    data: { handler: 'onPay', target: 'EventTarget' },
  },
}
