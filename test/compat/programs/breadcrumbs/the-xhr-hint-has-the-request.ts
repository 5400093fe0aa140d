import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const hints: unknown[] = []
  Sentry.init({
    dsn,
    transport,
    beforeBreadcrumb(breadcrumb, hint) {
      if (breadcrumb.category === 'xhr') hints.push([hint?.xhr?.status, hint?.input])
      return breadcrumb
    },
  })
  const xhr = new XMLHttpRequest()
  xhr.open('POST', '/status/200')
  const ended = new Promise((resolve) => xhr.addEventListener('loadend', resolve))
  xhr.send('body')
  await ended
  return hints
}

export const expected = [[200, 'body']]
