import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.setContext('app', { app_name: 'shop' })
  Sentry.setContext('os', { name: 'Mine' })
  Sentry.setContext('cart', { items: 3 })
  Sentry.captureMessage('where')
}

export const found = ({ events: [event] }: Ending) => {
  const { app, os, cart } = event?.contexts ?? {}
  return [app?.app_name, os?.name, cart?.items]
}

export const expected = ['shop', 'Mine', 3]
