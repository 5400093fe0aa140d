import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureMessage('one')
  Sentry.captureException(new Error('two'))
  await Sentry.flush(1000)
  const [one, two] = events().map(({ contexts }) => contexts?.trace?.trace_id)
  return { same: one === two, wellFormed: /^[0-9a-f]{32}$/.test(String(one)) }
}

export const expected = { same: true, wellFormed: true }
