import * as Sentry from '@sentry/browser'
import { dsn } from '../../receiver.js'

export async function run() {
  let init: RequestInit = {}
  globalThis.fetch = (async (_url: string, given: RequestInit) => {
    init = given
    return new Response('', { status: 200 })
  }) as typeof fetch
  Sentry.init({
    dsn,
    transportOptions: { fetchOptions: { credentials: 'include', referrerPolicy: 'no-referrer' } },
  })
  Sentry.captureMessage('posted')
  await Sentry.flush(1000)
  const { method, credentials, referrerPolicy } = init
  return { method, credentials, referrerPolicy }
}

export const expected = { method: 'POST', credentials: 'include', referrerPolicy: 'no-referrer' }
