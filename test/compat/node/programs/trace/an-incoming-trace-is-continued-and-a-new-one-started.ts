import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  const sentryTrace = '0123456789abcdef0123456789abcdef-0123456789abcdef-1'
  const result = Sentry.continueTrace(
    {
      sentryTrace,
      baggage: 'sentry-release=other,sentry-trace_id=0123456789abcdef0123456789abcdef,mine=1',
    },
    () => {
      Sentry.captureMessage('1: continued')
      return Sentry.getTraceData()['sentry-trace']?.split('-')[0]
    },
  )
  Sentry.startNewTrace(() => {
    Sentry.captureMessage('2: a new one')
  })
  Sentry.captureMessage('3: outside')
  return result
}

export const found = ({ events, returned }: Ending) => {
  const ids = events.map(({ contexts }) => contexts?.trace?.trace_id)
  return [returned, ids[0], events[0]?.contexts?.trace?.parent_span_id, new Set(ids).size]
}

export const expected = [
  '0123456789abcdef0123456789abcdef',
  '0123456789abcdef0123456789abcdef',
  '0123456789abcdef',
  3,
]
