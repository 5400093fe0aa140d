import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const seen: unknown[] = []
  document.body.innerHTML = '<button>Pay</button>'
  const button = document.querySelector('button')
  const listener = { handleEvent: (click: Event) => void seen.push(click.type) }
  button?.addEventListener('click', listener)
  button?.click()
  button?.removeEventListener('click', listener)
  button?.click()
  const response = await fetch('/status/200')
  seen.push(response.status)
  history.pushState({ step: 1 }, '', '/next')
  seen.push(history.state, location.pathname)
  return seen
}

export const expected = ['click', 200, { step: 1 }, '/next']
