import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn, defaultIntegrations: false, integrations: [Sentry.contextLinesIntegration()] })
  console.log('not to be seen')
  Sentry.captureException(new Error('with lines only'))
}

export const found = ({ events: [event] }: Ending) => [
  event?.sdk?.integrations,
  event?.breadcrumbs?.length ?? 0,
  event?.contexts?.os,
  event?.exception?.values?.[0]?.stacktrace?.frames?.at(-1)?.context_line?.trim(),
]

export const expected = [
  ['ContextLines'],
  0,
  undefined,
  "Sentry.captureException(new Error('with lines only'));",
]
