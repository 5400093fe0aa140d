import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const hints: unknown[] = []
  Sentry.init({
    dsn,
    transport,
    beforeBreadcrumb(breadcrumb, hint) {
      hints.push([
        breadcrumb.category,
        hint?.name,
        hint?.event?.target === document.querySelector('button'),
      ])
      return breadcrumb
    },
  })
  document.body.innerHTML = '<button>Pay</button>'
  document.querySelector('button')?.click()
  return hints
}

export const expected = [['ui.click', 'click', true]]
