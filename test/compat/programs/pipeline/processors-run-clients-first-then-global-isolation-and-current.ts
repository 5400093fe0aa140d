import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const order: string[] = []
  const note = (name: string) => (one: Sentry.Event) => {
    order.push(name)
    return one
  }
  Sentry.init({
    dsn,
    transport,
    integrations: [{ name: 'Noting', processEvent: note('integration') }],
    beforeSend(one) {
      order.push('beforeSend')
      return one
    },
  })
  Sentry.getCurrentScope().addEventProcessor(note('current'))
  Sentry.addEventProcessor(note('isolation'))
  Sentry.getGlobalScope().addEventProcessor(note('global'))
  Sentry.getClient()?.addEventProcessor(note('client'))
  Sentry.captureMessage('in order')
  await Sentry.flush(1000)
  return order
}

export const expected = ['integration', 'client', 'global', 'isolation', 'current', 'beforeSend']
