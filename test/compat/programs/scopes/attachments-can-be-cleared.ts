import * as Sentry from '@sentry/browser'
import { dsn, events, itemsOfType, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const scope = Sentry.getCurrentScope()
  scope.addAttachment({ filename: 'cart.txt', data: 'secret' })
  scope.clearAttachments()
  Sentry.captureMessage('without')
  await Sentry.flush(1000)
  return { events: events().length, attachments: itemsOfType('attachment').length }
}

export const expected = { events: 1, attachments: 0 }
