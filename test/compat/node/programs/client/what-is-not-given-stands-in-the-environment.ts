import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Object.assign(process.env, {
    SENTRY_DSN: dsn,
    SENTRY_RELEASE: 'shop@9',
    SENTRY_ENVIRONMENT: 'from env',
    SENTRY_NAME: 'shop-9',
  })
  Sentry.init()
  Sentry.captureMessage('by the environment')
}

export const found = ({ events: [event] }: Ending) => [event?.release, event?.environment]

export const expected = ['shop@9', 'from env']
