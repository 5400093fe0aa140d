import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn, release: 'job@1' })
  Sentry.setTag('job', 'mails')
  queueMicrotask(() => {
    throw new TypeError('at once')
  })
}

export const found = ({ events, code, stderr }: Ending) => [
  code,
  stderr.includes('TypeError: at once'),
  events.map(({ release, tags, exception }) => [release, tags?.job, exception?.values?.[0]?.type]),
]

export const expected = [1, true, [['job@1', 'mails', 'TypeError']]]
