import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const frame = document.createElement('iframe')
  document.body.append(frame)
  const { RangeError: Foreign } = frame.contentWindow as unknown as {
    RangeError: RangeErrorConstructor
  }
  Sentry.captureException(new Foreign('from a frame'))
  await Sentry.flush(1000)
  const [{ type, value, mechanism } = {}] = event().exception?.values ?? []
  return { type, value, synthetic: mechanism?.synthetic }
}

export const expected = { type: 'RangeError', value: 'from a frame' }
