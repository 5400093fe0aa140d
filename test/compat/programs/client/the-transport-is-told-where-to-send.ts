import * as Sentry from '@sentry/browser'
import { dsn } from '../../receiver.js'

export async function run() {
  let url = ''
  Sentry.init({
    dsn,
    transport(options) {
      url = options.url
      return Sentry.createTransport(options, () => Promise.resolve({ statusCode: 200 }))
    },
  })
  Sentry.captureMessage('anything')
  await Sentry.flush()
  const { origin, pathname, searchParams } = new URL(url)
  return {
    origin,
    pathname,
    key: searchParams.get('sentry_key'),
    version: searchParams.get('sentry_version'),
  }
}

export const expected = {
  origin: 'https://receiver.example',
  pathname: '/api/1/envelope/',
  key: 'public',
  version: '7',
}
