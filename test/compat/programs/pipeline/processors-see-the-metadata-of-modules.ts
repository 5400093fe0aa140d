import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Object.assign(globalThis, {
    _sentryModuleMetadata: { 'Error\n    at https://shop.example/js/pay.js:1:9': { team: 'cart' } },
  })
  const seen: unknown[] = []
  Sentry.init({
    dsn,
    transport,
    integrations: [Sentry.moduleMetadataIntegration()],
    beforeSend(sent) {
      const frames = sent.exception?.values?.[0]?.stacktrace?.frames
      seen.push(frames?.map(({ module_metadata }) => module_metadata?.team))
      return sent
    },
  })
  const error = new Error('by hand')
  error.stack = 'Error: by hand\n    at pay (https://shop.example/js/pay.js:3:7)'
  Sentry.captureException(error)
  await Sentry.flush(1000)
  return [seen, JSON.stringify(event()).includes('module_metadata')]
}

export const expected = [[['cart']], false]
