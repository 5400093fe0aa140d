import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  document.body.innerHTML = '<input name="card" value="4111" placeholder="Card">'
  const input = document.querySelector('input')
  input?.dispatchEvent(new KeyboardEvent('keypress', { key: '4', bubbles: true }))
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  const [{ category, message } = {}] = event().breadcrumbs ?? []
  return { category, message }
}

export const expected = { category: 'ui.input', message: 'body > input[name="card"]' }
