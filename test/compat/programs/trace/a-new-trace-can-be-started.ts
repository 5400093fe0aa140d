import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureMessage('outside')
  const returned = Sentry.startNewTrace(() => {
    Sentry.captureMessage('inside')
    return 42
  })
  Sentry.captureMessage('outside again')
  await Sentry.flush(1000)
  const [first, second, third] = events().map(({ contexts }) => contexts?.trace?.trace_id)
  return { returned, isNew: first !== second, isOver: first === third }
}

export const expected = { returned: 42, isNew: true, isOver: true }
