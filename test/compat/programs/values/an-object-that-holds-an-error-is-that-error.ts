import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureException({ article: 'a-1', error: new RangeError('none left') })
  await Sentry.flush(1000)
  const { exception, extra } = event()
  const [{ type, value } = {}] = exception?.values ?? []
  return {
    type,
    value,
    article: (extra?.__serialized__ as { article: string } | undefined)?.article,
  }
}

export const expected = { type: 'RangeError', value: 'none left', article: 'a-1' }
