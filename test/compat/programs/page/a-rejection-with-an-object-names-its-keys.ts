import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  dispatchEvent(
    Object.assign(new Event('unhandledrejection'), { reason: { status: 'gone', article: 'a-1' } }),
  )
  await Sentry.flush(1000)
  const { exception, extra } = event()
  const [{ type, value } = {}] = exception?.values ?? []
  return { type, value, extra }
}

export const expected = {
  type: 'UnhandledRejection',
  value: 'Object captured as promise rejection with keys: article, status',
  extra: { __serialized__: { status: 'gone', article: 'a-1' } },
}
