import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureException({ status: 'gone', article: 'a-1', left: 0 })
  await Sentry.flush(1000)
  const { exception, extra } = event()
  const [{ type, value, mechanism } = {}] = exception?.values ?? []
  return { type, value, synthetic: mechanism?.synthetic, extra }
}

export const expected = {
  type: 'Error',
  value: 'Object captured as exception with keys: article, left, status',
  synthetic: true,
  extra: { __serialized__: { status: 'gone', article: 'a-1', left: 0 } },
}
