import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

function request(method: string, url: string) {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest()
    xhr.open(method, url)
    xhr.addEventListener('loadend', resolve)
    xhr.send()
  })
}

export async function run() {
  Sentry.init({ dsn, transport })
  await request('GET', '/status/200')
  await request('post', '/status/500')
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  return event().breadcrumbs?.map(({ category, type, level, data }) => [
    category,
    type,
    level,
    data?.method,
    data?.url,
    data?.status_code,
  ])
}

export const expected = [
  ['xhr', 'http', null, 'GET', '/status/200', 200],
  ['xhr', 'http', 'error', 'POST', '/status/500', 500],
]
