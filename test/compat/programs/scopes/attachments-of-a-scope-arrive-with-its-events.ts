import * as Sentry from '@sentry/browser'
import { dsn, itemsOfType, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.withScope((scope) => {
    scope.addAttachment({ filename: 'cart.txt', data: '3 × a-1', contentType: 'text/plain' })
    Sentry.captureMessage('with cart')
  })
  await Sentry.flush(1000)
  return itemsOfType('attachment').map(({ headers: { filename, content_type }, payload }) => ({
    filename,
    content_type,
    payload,
  }))
}

export const expected = [{ filename: 'cart.txt', content_type: 'text/plain', payload: '3 × a-1' }]
