import * as Sentry from '@sentry/browser'
import { contents, dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const sentryTrace = '0123456789abcdef0123456789abcdef-0123456789abcdef-1'
  const baggage =
    'other=1,sentry-trace_id=0123456789abcdef0123456789abcdef,sentry-release=server%401'
  const returned = Sentry.continueTrace({ sentryTrace, baggage }, () => {
    Sentry.captureMessage('inside')
    return 42
  })
  Sentry.captureMessage('outside')
  await Sentry.flush(1000)
  const [inside, outside] = events().map(({ contexts }) => contexts?.trace)
  return {
    returned,
    traceId: inside?.trace_id,
    parent: inside?.parent_span_id,
    otherOutside: outside?.trace_id !== inside?.trace_id,
    release: contents()[0]?.headers.trace?.release,
  }
}

export const expected = {
  returned: 42,
  traceId: '0123456789abcdef0123456789abcdef',
  parent: '0123456789abcdef',
  otherOutside: true,
  release: 'server@1',
}
