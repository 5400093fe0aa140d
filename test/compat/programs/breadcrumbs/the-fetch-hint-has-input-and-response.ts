import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const hints: unknown[] = []
  Sentry.init({
    dsn,
    transport,
    beforeBreadcrumb(breadcrumb, hint) {
      if (breadcrumb.category === 'fetch') hints.push([hint?.input?.[0], hint?.response?.status])
      return breadcrumb
    },
  })
  await fetch('/status/404', { method: 'POST' })
  await new Promise((resolve) => setTimeout(resolve, 20))
  return hints
}

export const expected = [['/status/404', 404]]
