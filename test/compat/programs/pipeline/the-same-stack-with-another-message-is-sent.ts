import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  for (const article of ['a-1', 'a-2', 'a-3'])
    Sentry.captureException(new Error(`${article} is missing`))
  await Sentry.flush(1000)
  return events().length
}

export const expected = 3
