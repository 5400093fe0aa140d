import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    integrations: [Sentry.linkedErrorsIntegration({ key: 'reason', limit: 1 })],
  })
  const innermost = Object.assign(new Error('innermost'))
  const middle = Object.assign(new Error('middle'), { reason: innermost })
  Sentry.captureException(Object.assign(new Error('outermost'), { reason: middle }))
  await Sentry.flush(1000)
  return event().exception?.values?.map(({ value, mechanism }) => [value, mechanism?.source])
}

export const expected = [
  ['middle', 'reason'],
  ['outermost', null],
]
