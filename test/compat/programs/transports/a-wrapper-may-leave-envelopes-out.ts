import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport(options) {
      const inner = transport(options)
      return {
        ...inner,
        send: async (envelope) => {
          const [, items] = envelope
          const isOurs = (items as [object, { message?: string }][]).some(
            ([, payload]) => payload.message === 'keep this',
          )
          return isOurs ? inner.send(envelope) : {}
        },
      }
    },
  })
  Sentry.captureMessage('leave this')
  Sentry.captureMessage('keep this')
  await Sentry.flush(1000)
  return events().map(({ message }) => message)
}

export const expected = ['keep this']
