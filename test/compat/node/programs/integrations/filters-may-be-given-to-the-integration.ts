import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({
    dsn,
    integrations: [Sentry.inboundFiltersIntegration({ ignoreErrors: ['unwanted'] })],
  })
  Sentry.captureException(new Error('unwanted'))
  Sentry.captureException(new Error('wanted'))
  Sentry.init({ dsn, integrations: [Sentry.eventFiltersIntegration({ ignoreErrors: [/^not/] })] })
  Sentry.captureException(new Error('not this'))
  Sentry.captureException(new Error('this'))
}

export const found = ({ events }: Ending) =>
  events.map(({ exception }) => exception?.values?.[0]?.value)

export const expected = ['this', 'wanted']
