import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const order: string[] = []
  const client = Sentry.init({
    dsn,
    transport,
    beforeSend(one) {
      order.push('beforeSend')
      return one
    },
  })
  client?.on('beforeSendEvent', () => void order.push('beforeSendEvent'))
  client?.on('preprocessEvent', () => void order.push('preprocessEvent'))
  client?.addEventProcessor((one) => {
    order.push('processor')
    return one
  })
  Sentry.captureMessage('in order')
  await Sentry.flush(1000)
  return order
}

export const expected = ['preprocessEvent', 'processor', 'beforeSend', 'beforeSendEvent']
