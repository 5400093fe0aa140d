import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, integrations: [Sentry.openFeatureIntegration()] })
  const hook = new Sentry.OpenFeatureIntegrationHook()
  const context = { flagKey: 'failed', defaultValue: false }
  hook.after(context as never, { flagKey: 'new-cart', value: true } as never)
  hook.error(context as never, new Error('no provider'))
  Sentry.captureException(new Error('by hand'))
  await Sentry.flush(1000)
  return event().contexts?.flags
}

export const expected = {
  values: [
    { flag: 'new-cart', result: true },
    { flag: 'failed', result: false },
  ],
}
