import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  document.body.innerHTML = '<form data-sentry-element="Form"><button>Pay</button></form>'
  document.querySelector('form')?.addEventListener('submit', (submit) => submit.preventDefault())
  document.querySelector('button')?.click()
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  const [{ category, data } = {}] = event().breadcrumbs ?? []
  return { category, name: data?.['ui.component_name'] }
}

export const expected = { category: 'ui.click', name: 'Form' }
