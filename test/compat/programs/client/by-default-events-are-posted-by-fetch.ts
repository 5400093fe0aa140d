import * as Sentry from '@sentry/browser'
import { dsn } from '../../receiver.js'

export async function run() {
  const posted: { url: string; method?: string; body: string }[] = []
  globalThis.fetch = (async (url: string, { method, body }: RequestInit) => {
    posted.push({ url, ...(method && { method }), body: String(body) })
    return new Response('', { status: 200 })
  }) as typeof fetch
  Sentry.init({
    dsn,
    integrations: (defaults) => defaults.filter(({ name }) => name !== 'BrowserSession'),
  })
  Sentry.captureMessage('posted')
  await Sentry.flush(1000)
  const { origin, pathname, searchParams } = new URL(posted[0]?.url ?? '')
  const [, , payload] = posted[0]?.body.split('\n') ?? []
  return {
    count: posted.length,
    method: posted[0]?.method,
    to: origin + pathname,
    key: searchParams.get('sentry_key'),
    message: JSON.parse(payload ?? '').message,
  }
}

export const expected = {
  count: 1,
  method: 'POST',
  to: 'https://receiver.example/api/1/envelope/',
  key: 'public',
  message: 'posted',
}
