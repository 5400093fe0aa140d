import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, integrations: [Sentry.cultureContextIntegration()] })
  // It may be asked for when the page is idle only.
  await new Promise((resolve) => setTimeout(resolve, 1200))
  Sentry.captureEvent({ message: 'here', contexts: { culture: { locale: 'de-AT' } } })
  await Sentry.flush(1000)
  const { timeZone, calendar } = Intl.DateTimeFormat().resolvedOptions()
  const culture = event().contexts?.culture
  return [
    culture?.locale,
    culture?.timezone === timeZone && !!timeZone,
    culture?.calendar === calendar && !!calendar,
  ]
}

export const expected = ['de-AT', true, true]
