import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, release: 'shop@1' })
  const data = Sentry.getTraceData()
  Sentry.captureMessage('traced')
  await Sentry.flush(1000)
  const [traceId, spanId, ...rest] = data['sentry-trace']?.split('-') ?? []
  const baggage = new URLSearchParams(data.baggage?.replaceAll(',', '&'))
  return {
    sameTrace: traceId === event().contexts?.trace?.trace_id,
    hasSpan: /^[0-9a-f]{16}$/.test(spanId ?? ''),
    flag: rest,
    sameInBaggage: baggage.get('sentry-trace_id') === traceId,
    key: baggage.get('sentry-public_key'),
    release: baggage.get('sentry-release'),
    environment: baggage.get('sentry-environment'),
    sampled: baggage.get('sentry-sampled'),
  }
}

export const expected = {
  sameTrace: true,
  hasSpan: true,
  flag: [],
  sameInBaggage: true,
  key: 'public',
  release: 'shop@1',
  environment: 'production',
  sampled: null,
}
