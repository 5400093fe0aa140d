import * as Sentry from '@sentry/browser'
import { dsn, event, transport } from '../../receiver.js'

export async function run() {
  const calls: string[] = []
  const client = new Sentry.BrowserClient({
    dsn,
    transport,
    stackParser: Sentry.defaultStackParser,
    integrations: [
      {
        name: 'Shop',
        setup: () => void calls.push('setup'),
        processEvent: (one) => ({ ...one, logger: 'shop' }),
      },
      Sentry.linkedErrorsIntegration(),
    ],
  })
  const scope = new Sentry.Scope()
  scope.setClient(client)
  client.init()
  scope.captureException(new Error('outer', { cause: new Error('inner') }))
  await client.flush(1000)
  const { logger, exception } = event()
  return { calls, logger, values: exception?.values?.map(({ value }) => value) }
}

export const expected = { calls: ['setup'], logger: 'shop', values: ['inner', 'outer'] }
