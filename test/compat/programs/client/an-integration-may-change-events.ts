import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    release: 'shop@1',
    integrations: [
      {
        name: 'Shop',
        preprocessEvent(one) {
          one.tags = { ...one.tags, first: 'preprocess' }
        },
        processEvent: (one, hint, client) => ({
          ...one,
          tags: { ...one.tags, second: 'process', release: client.getOptions().release },
          extra: { original: String(hint.originalException) },
        }),
      },
    ],
  })
  Sentry.captureException(new Error('none left'))
  await Sentry.flush(1000)
  const { tags, extra } = event()
  return { tags, extra }
}

export const expected = {
  tags: { first: 'preprocess', second: 'process', release: 'shop@1' },
  extra: { original: 'Error: none left' },
}
