import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

function request(path: string): Promise<unknown> {
  const xhr = new XMLHttpRequest()
  xhr.open('GET', path)
  const ended = new Promise((resolve) => xhr.addEventListener('loadend', resolve))
  xhr.send()
  return ended
}

export async function run() {
  Sentry.init({
    dsn,
    transport,
    integrations: [
      Sentry.httpClientIntegration({
        failedRequestStatusCodes: [404, [500, 502]],
        failedRequestTargets: [/\/api\//, '/shop/'],
      }),
    ],
  })
  for (const path of ['/api/404', '/api/503', '/shop/502', '/ads/500']) await request(path)
  await new Promise((resolve) => setTimeout(resolve, 20))
  await Sentry.flush(1000)
  return events().map(({ exception, request, contexts }) => [
    exception?.values?.[0]?.mechanism?.type,
    request?.url?.replace(location.origin, ''),
    contexts?.response?.status_code,
  ])
}

export const expected = [
  ['auto.http.client.xhr', '/api/404', 404],
  ['auto.http.client.xhr', '/shop/502', 502],
]
