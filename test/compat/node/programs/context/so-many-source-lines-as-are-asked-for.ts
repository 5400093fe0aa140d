import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn, integrations: [Sentry.contextLinesIntegration({ frameContextLines: 1 })] })
  // One above.
  Sentry.captureException(new Error('shown with few lines'))
  return 0
}

export const found = ({ events: [event] }: Ending) => {
  const frame = event?.exception?.values?.[0]?.stacktrace?.frames?.at(-1)
  return [frame?.pre_context, frame?.post_context].map((lines) => lines?.map((line) => line.trim()))
}

export const expected = [['// One above.'], ['return 0;']]
