import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.captureMessage('a shop opens')
  Sentry.captureMessage('almost full', 'warning')
  Sentry.captureMessage('fire', { level: 'fatal', tags: { floor: 'second' } })
}

export const found = ({ events }: Ending) =>
  events.map(({ message, level, tags, exception }) => [message, level, tags?.floor, exception])

export const expected = [
  ['a shop opens', 'info', undefined, undefined],
  ['almost full', 'warning', undefined, undefined],
  ['fire', 'fatal', 'second', undefined],
]
