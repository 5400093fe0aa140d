import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  const heard: unknown[] = []
  globalThis.onerror = (message) => {
    heard.push(message)
    return true
  }
  Sentry.init({ dsn, transport })
  dispatchEvent(
    new ErrorEvent('error', {
      error: new Error('none left'),
      message: 'Uncaught Error: none left',
    }),
  )
  await Sentry.flush(1000)
  return { heard, arrived: events().length }
}

export const expected = { heard: ['Uncaught Error: none left'], arrived: 1 }
