import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  // Two above.
  const above = 1
  Sentry.captureException(new Error('shown with lines'))
  const below = above + 1
  // Two below.
  return below
}

export const found = ({ events: [event] }: Ending) => {
  const frame = event?.exception?.values?.[0]?.stacktrace?.frames?.at(-1)
  return [
    frame?.pre_context?.slice(-2).map((line) => line.trim()),
    frame?.context_line?.trim(),
    frame?.post_context?.slice(0, 2).map((line) => line.trim()),
    frame?.filename?.includes('/my app/'),
  ]
}

export const expected = [
  ['// Two above.', 'const above = 1;'],
  "Sentry.captureException(new Error('shown with lines'));",
  ['const below = above + 1;', '// Two below.'],
  true,
]
