import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const article = 'a-1'
  Sentry.captureMessage(Sentry.parameterize`Article ${article} has ${3} left`)
  await Sentry.flush(1000)
  const { message, params } = event().logentry ?? {}
  return { message, params }
}

export const expected = { message: 'Article %s has %s left', params: ['a-1', 3] }
