import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    integrations: [Sentry.breadcrumbsIntegration({ dom: { serializeAttribute: 'data-testid' } })],
  })
  document.body.innerHTML = '<main><button data-testid="pay">Pay</button></main>'
  document.querySelector('button')?.click()
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  return event().breadcrumbs?.[0]?.message
}

export const expected = 'body > main > button[data-testid="pay"]'
