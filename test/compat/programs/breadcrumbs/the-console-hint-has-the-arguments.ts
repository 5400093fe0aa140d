import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const hints: unknown[] = []
  Sentry.init({
    dsn,
    transport,
    beforeBreadcrumb(breadcrumb, hint) {
      hints.push([breadcrumb.category, hint?.level, hint?.input])
      return breadcrumb
    },
  })
  console.info('left:', 3)
  return hints
}

export const expected = [['console', 'info', ['left:', 3]]]
