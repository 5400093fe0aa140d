import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  const seen: unknown[] = []
  const client = Sentry.init({ dsn, transport, defaultIntegrations: false })
  client?.on('beforeEnvelope', ([, items]) => {
    seen.push((items as [{ type: string }, unknown][]).map(([{ type }]) => type))
  })
  Sentry.withScope((scope) => {
    scope.addAttachment({ filename: 'log.txt', data: 'line 1' })
    Sentry.captureMessage('with a file')
  })
  await Sentry.flush(1000)
  return seen
}

export const expected = [['event', 'attachment']]
