import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'))
  Sentry.init({ dsn, transport })
  const failure = await fetch('/broken').catch((error: unknown) => error)
  await new Promise((resolve) => setTimeout(resolve, 20))
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  const [{ category, type, level, data } = {}] = event().breadcrumbs ?? []
  return {
    failure: (failure as Error).name,
    category,
    type,
    level,
    url: data?.url,
    method: data?.method,
  }
}

export const expected = {
  failure: 'TypeError',
  category: 'fetch',
  type: 'http',
  level: 'error',
  url: '/broken',
  method: 'GET',
}
