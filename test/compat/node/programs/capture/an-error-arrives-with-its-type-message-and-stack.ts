import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.captureException(new RangeError('too far'))
  return Sentry.flush(2000)
}

export function found({ events: [event], returned }: Ending) {
  const [exception] = event?.exception?.values ?? []
  const frame = exception?.stacktrace?.frames?.at(-1)
  return {
    returned,
    type: exception?.type,
    value: exception?.value,
    mechanism: exception?.mechanism,
    function: frame?.function,
    in_app: frame?.in_app,
    line: frame?.context_line?.trim(),
    platform: event?.platform,
    level: event?.level,
  }
}

export const expected = {
  returned: true,
  type: 'RangeError',
  value: 'too far',
  mechanism: { type: 'generic', handled: true },
  function: 'main',
  in_app: true,
  line: "Sentry.captureException(new RangeError('too far'));",
  platform: 'node',
  level: 'error',
}
