import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const traceId = '0123456789abcdef0123456789abcdef'
  Sentry.getCurrentScope().setPropagationContext({ traceId, sampleRand: 0.5 })
  Sentry.captureMessage('traced')
  await Sentry.flush(1000)
  const { trace } = event().contexts ?? {}
  return {
    isSame: trace?.trace_id === traceId,
    span: /^[0-9a-f]{16}$/.test(String(trace?.span_id)),
  }
}

export const expected = { isSame: true, span: true }
