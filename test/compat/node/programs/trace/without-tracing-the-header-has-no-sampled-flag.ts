import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn, release: 'shop@1', environment: 'test' })
  const { 'sentry-trace': header, baggage } = Sentry.getTraceData()
  Sentry.captureMessage('of this trace')
  return [header, baggage]
}

export const found = ({ events: [event], returned: [header, baggage] }: Ending) => [
  /^[0-9a-f]{32}-[0-9a-f]{16}$/.test(header),
  header.split('-')[0] === event?.contexts?.trace?.trace_id,
  baggage
    .split(',')
    .map((entry: string) => entry.replace(/=.*?(shop%401|test|public|)$/, '=$1'))
    .sort(),
]

export const expected = [
  true,
  true,
  [
    'sentry-environment=test',
    'sentry-public_key=public',
    'sentry-release=shop%401',
    'sentry-trace_id=',
  ],
]
