import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  let hasDefaults = false
  Sentry.init({
    dsn,
    transport,
    integrations(defaults) {
      hasDefaults = defaults.some(({ name }) => name === 'GlobalHandlers')
      return [...defaults.filter(({ name }) => name !== 'GlobalHandlers'), { name: 'Shop' }]
    },
  })
  const client = Sentry.getClient()
  return {
    hasDefaults,
    removed: client?.getIntegrationByName('GlobalHandlers') === undefined,
    kept: client?.getIntegrationByName('Breadcrumbs')?.name,
    added: client?.getIntegrationByName('Shop')?.name,
  }
}

export const expected = { hasDefaults: true, removed: true, kept: 'Breadcrumbs', added: 'Shop' }
