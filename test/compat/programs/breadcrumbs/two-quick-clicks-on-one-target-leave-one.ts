import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  document.body.innerHTML = '<button id="a">A</button><button id="b">B</button>'
  for (const id of ['a', 'a', 'b']) document.getElementById(id)?.click()
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  return event().breadcrumbs?.map(({ message }) => message)
}

export const expected = ['body > button#a', 'body > button#b']
