import * as Sentry from '@sentry/browser'
import { contents, dsn, transport } from '../../receiver.js'

export async function run() {
  let url = ''
  Sentry.init({
    dsn,
    tunnel: '/tunnel',
    transport(options) {
      url = options.url
      return transport(options)
    },
  })
  Sentry.captureMessage('through the tunnel')
  await Sentry.flush(1000)
  return { url, dsn: contents()[0]?.headers.dsn }
}

export const expected = { url: '/tunnel', dsn: 'https://public@receiver.example/1' }
