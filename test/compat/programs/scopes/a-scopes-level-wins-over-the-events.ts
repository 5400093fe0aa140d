import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.getCurrentScope().setLevel('fatal')
  Sentry.captureException(new Error('one'))
  Sentry.captureMessage('two', 'debug')
  Sentry.captureEvent({ message: 'three', level: 'info' })
  await Sentry.flush(1000)
  return events().map(({ level }) => level)
}

export const expected = ['fatal', 'fatal', 'fatal']
