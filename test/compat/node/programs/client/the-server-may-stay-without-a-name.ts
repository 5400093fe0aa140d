import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn, includeServerName: false })
  Sentry.captureMessage('from somewhere')
}

export const found = ({ events: [event] }: Ending) => [event?.message, event?.server_name]

export const expected = ['from somewhere', undefined]
