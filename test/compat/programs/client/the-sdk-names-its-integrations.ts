import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, integrations: [{ name: 'Shop' }] })
  Sentry.captureMessage('who')
  await Sentry.flush(1000)
  const { integrations } = event().sdk ?? {}
  return ['Breadcrumbs', 'GlobalHandlers', 'Dedupe', 'HttpContext', 'Shop'].map((name) =>
    integrations?.includes(name),
  )
}

export const expected = [true, true, true, true, true]
