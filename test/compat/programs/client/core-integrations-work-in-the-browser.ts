import * as Sentry from '@sentry/browser'
import * as Core from '@sentry/core'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({
    dsn,
    transport,
    defaultIntegrations: false,
    integrations: [
      Core.dedupeIntegration(),
      Core.linkedErrorsIntegration(),
      Core.eventFiltersIntegration({ ignoreErrors: ['unwanted'] }),
    ],
  })
  const failure = (message: string, cause?: Error) =>
    Object.assign(new Error(message, { cause }), {
      stack: `Error: ${message}\n    at pay (https://shop.example/pay.js:3:7)`,
    })
  Sentry.captureException(failure('unwanted'))
  Sentry.captureException(failure('twice'))
  Sentry.captureException(failure('twice'))
  Sentry.captureException(failure('linked', failure('cause')))
  await Sentry.flush(1000)
  return events().map(({ exception }) => exception?.values?.map(({ value }) => value))
}

export const expected = [['twice'], ['cause', 'linked']]
