import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.captureException(new Error('in a module'))
}

export const found = ({ events: [event] }: Ending) =>
  event?.exception?.values?.[0]?.stacktrace?.frames?.at(-1)?.module

export const expected = 'programs.context:frames-name-their-module'
