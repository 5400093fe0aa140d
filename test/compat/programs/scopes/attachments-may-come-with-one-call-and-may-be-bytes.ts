import * as Sentry from '@sentry/browser'
import { dsn, itemsOfType, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureException(new Error('none left'), {
    attachments: [
      { filename: 'stock.json', data: '{"left":0}', contentType: 'application/json' },
      { filename: 'bytes.bin', data: new Uint8Array([104, 105, 10, 33]) },
    ],
  })
  await Sentry.flush(1000)
  return itemsOfType('attachment').map(({ headers, payload }) => [
    headers.filename,
    headers.length,
    payload,
  ])
}

export const expected = [
  ['stock.json', 10, '{"left":0}'],
  ['bytes.bin', 4, 'hi\n!'],
]
