import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn })
  setTimeout(() => {
    throw new RangeError('nobody catches this')
  }, 1)
}

export function found({ events, code, signal, stderr }: Ending) {
  return {
    code,
    signal,
    says: /RangeError: nobody catches this\n {4}at Timeout\._onTimeout/.test(stderr),
    events: events.map(({ level, exception }) => [
      level,
      exception?.values?.[0]?.value,
      exception?.values?.[0]?.mechanism,
    ]),
  }
}

export const expected = {
  code: 1,
  signal: null,
  says: true,
  events: [
    ['fatal', 'nobody catches this', { type: 'auto.node.onuncaughtexception', handled: false }],
  ],
}
