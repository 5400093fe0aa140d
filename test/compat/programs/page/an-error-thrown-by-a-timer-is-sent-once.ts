import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  setTimeout(() => {
    throw new TypeError('too late')
  }, 1)
  await new Promise((resolve) => setTimeout(resolve, 30))
  await Sentry.flush(1000)
  const [{ type, value, mechanism } = {}] = event().exception?.values ?? []
  return { type, value, handled: mechanism?.handled }
}

export const expected = { type: 'TypeError', value: 'too late', handled: false }
