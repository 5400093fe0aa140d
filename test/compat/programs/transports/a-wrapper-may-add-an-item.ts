import * as Sentry from '@sentry/browser'
import { dsn, itemsOfType, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    defaultIntegrations: false,
    transport(options) {
      const inner = transport(options)
      return {
        ...inner,
        send([headers, items]) {
          const file = [{ type: 'attachment', filename: 'log.txt', length: 6 }, 'line 1']
          return inner.send([headers, [...items, file]] as Parameters<typeof inner.send>[0])
        },
      }
    },
  })
  Sentry.captureMessage('with a file')
  await Sentry.flush(1000)
  return itemsOfType('attachment').map(({ headers, payload }) => [headers.filename, payload])
}

export const expected = [['log.txt', 'line 1']]
