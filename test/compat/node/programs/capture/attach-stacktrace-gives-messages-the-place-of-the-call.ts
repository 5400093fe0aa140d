import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn, attachStacktrace: true })
  function tellOf(what: string) {
    Sentry.captureMessage(what)
  }
  tellOf('with a place')
}

export function found({ events: [event] }: Ending) {
  // It stands in one place or the other, receivers read both.
  const { exception, threads } = event as Sentry.Event & { threads?: Sentry.Event['exception'] }
  const { stacktrace: stack } = exception?.values?.[0] ?? threads?.values?.[0] ?? {}
  return {
    message: event?.message,
    functions: stack?.frames?.slice(-2).map((frame) => frame.function),
    line: stack?.frames?.at(-1)?.context_line?.trim(),
  }
}

export const expected = {
  message: 'with a place',
  functions: ['main', 'tellOf'],
  line: 'Sentry.captureMessage(what);',
}
