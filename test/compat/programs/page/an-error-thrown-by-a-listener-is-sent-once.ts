import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  document.body.innerHTML = '<button>Pay</button>'
  const button = document.querySelector('button')
  button?.addEventListener('click', () => {
    throw new TypeError('no card')
  })
  button?.click()
  await Sentry.flush(1000)
  const [{ type, value, mechanism } = {}] = event().exception?.values ?? []
  return { type, value, handled: mechanism?.handled }
}

export const expected = { type: 'TypeError', value: 'no card', handled: false }
