import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  document.body.innerHTML = '<button id="pay" class="big red">Pay</button>'
  Sentry.captureMessage('odd values', {
    extra: { body: document.body, button: document.querySelector('button') },
  })
  await Sentry.flush(1000)
  return event().extra
}

export const expected = {
  body: '[HTMLElement: body]',
  button: '[HTMLElement: body > button#pay.big.red]',
}
