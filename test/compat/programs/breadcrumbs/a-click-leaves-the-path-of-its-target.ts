import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  document.body.innerHTML =
    '<main id="shop"><button class="pay big" type="button">Pay now</button></main>'
  document.querySelector('button')?.click()
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  const [{ category, message } = {}] = event().breadcrumbs ?? []
  return { category, message }
}

export const expected = {
  category: 'ui.click',
  message: 'body > main#shop > button.pay.big[type="button"]',
}
