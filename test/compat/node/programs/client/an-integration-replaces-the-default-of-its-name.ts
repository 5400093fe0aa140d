import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({
    dsn,
    integrations: [
      { name: 'Context', processEvent: (event) => ({ ...event, tags: { context: 'mine' } }) },
    ],
  })
  Sentry.captureMessage('mine')
}

export const found = ({ events: [event] }: Ending) => [
  event?.tags?.context,
  event?.contexts?.os,
  event?.sdk?.integrations?.filter((name) => name === 'Context').length,
]

export const expected = ['mine', undefined, 1]
