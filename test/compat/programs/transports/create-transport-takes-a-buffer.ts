import * as Sentry from '@sentry/browser'
import { dsn, events, transport as inner } from '../../receiver.js'

export async function run() {
  const buffer = {
    $: [],
    add: (produce: () => PromiseLike<object>) => produce(),
    drain: async () => true,
  }
  Sentry.init({
    dsn,
    transport(options) {
      const { send } = inner(options)
      return { ...Sentry.createTransport(options, async () => ({}), buffer), send }
    },
  })
  Sentry.captureMessage('with a buffer of my own')
  await Sentry.flush(1000)
  return events().map(({ message }) => message)
}

export const expected = ['with a buffer of my own']
