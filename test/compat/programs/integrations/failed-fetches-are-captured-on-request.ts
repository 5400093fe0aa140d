import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  // Some ask whether it is the browser's own, as long as nobody else has wrapped it.
  fetch.toString = () => 'function fetch() { [native code] }'
  Sentry.init({
    dsn,
    transport,
    defaultIntegrations: false,
    integrations: [Sentry.httpClientIntegration()],
  })
  await fetch(`${location.origin}/status/500`, { method: 'POST', body: '{}' })
  await fetch(`${location.origin}/status/404`)
  await new Promise((resolve) => setTimeout(resolve, 20))
  await Sentry.flush(1000)
  return events().map(({ message, exception, request, contexts }) => ({
    message,
    type: exception?.values?.[0]?.type,
    value: exception?.values?.[0]?.value,
    mechanism: exception?.values?.[0]?.mechanism?.type,
    handled: exception?.values?.[0]?.mechanism?.handled,
    hasFrames: !!exception?.values?.[0]?.stacktrace?.frames?.length,
    path: request?.url?.replace(location.origin, ''),
    method: request?.method,
    status: contexts?.response?.status_code,
  }))
}

export const expected = [
  {
    message: 'HTTP Client Error with status code: 500',
    type: 'Error',
    value: 'HTTP Client Error with status code: 500',
    mechanism: 'auto.http.client.fetch',
    handled: false,
    hasFrames: true,
    path: '/status/500',
    method: 'POST',
    status: 500,
  },
]
