import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport, integrations: [Sentry.extraErrorDataIntegration()] })
  Sentry.captureException(Object.assign(new RangeError('none left'), { article: 'a-1', left: 0 }))
  await Sentry.flush(1000)
  return event().contexts?.RangeError
}

export const expected = { article: 'a-1', left: 0 }
