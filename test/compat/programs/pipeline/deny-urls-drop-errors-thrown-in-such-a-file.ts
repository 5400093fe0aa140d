import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

function thrownIn(url: string) {
  const error = new Error(`thrown in ${url}`)
  error.stack = `${error}\n    at pay (${url}:3:7)\n    at https://shop.example/main.js:1:100`
  return error
}

export async function run() {
  Sentry.init({ dsn, transport, denyUrls: ['ads.example', /\/vendor\//] })
  for (const url of [
    'https://ads.example/a.js',
    'https://shop.example/vendor/b.js',
    'https://shop.example/pay.js',
  ]) {
    Sentry.captureException(thrownIn(url))
  }
  await Sentry.flush(1000)
  return events().map(({ exception }) => exception?.values?.[0]?.value)
}

export const expected = ['thrown in https://shop.example/pay.js']
