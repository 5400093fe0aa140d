import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, defaultIntegrations: false, integrations: [{ name: 'Shop' }] })
  console.log('unheard')
  Sentry.captureMessage('bare')
  await Sentry.flush(1000)
  const { sdk, breadcrumbs, request } = event()
  return { integrations: sdk?.integrations, breadcrumbs, request }
}

export const expected = { integrations: ['Shop'] }
