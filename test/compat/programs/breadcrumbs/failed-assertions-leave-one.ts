import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  console.assert(true, 'fine')
  console.assert(false, 'not fine')
  Sentry.captureMessage('steps')
  await Sentry.flush(1000)
  return event().breadcrumbs?.map(({ message }) => message)
}

export const expected = ['Assertion failed: not fine']
