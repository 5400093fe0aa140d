import * as Sentry from '@sentry/browser'
import { dsn, eventsAt, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport(options) {
      const [main, mirror] = [
        transport(options),
        transport({ ...options, url: 'https://mirror.example/' }),
      ]
      return {
        send: (envelope) => mirror.send(envelope).then(() => main.send(envelope)),
        flush: (timeout) => main.flush(timeout),
      }
    },
  })
  Sentry.captureMessage('mirrored')
  await Sentry.flush(1000)
  return [eventsAt('https://receiver.example').length, eventsAt('https://mirror.example').length]
}

export const expected = [1, 1]
