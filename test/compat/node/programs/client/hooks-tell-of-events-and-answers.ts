import * as Sentry from '@sentry/node'

export async function main(dsn: string) {
  Sentry.init({ dsn, sendClientReports: false })
  const told: unknown[] = []
  const client = Sentry.getClient()
  const stop = client?.on('beforeSendEvent', (event) => void told.push(['before', event.message]))
  client?.on(
    'afterSendEvent',
    (event, { statusCode }) => void told.push(['after', event.message, statusCode]),
  )
  client?.on('beforeEnvelope', ([{ event_id }]) => void told.push(['envelope', !!event_id]))
  Sentry.captureMessage('one')
  await Sentry.flush(2000)
  stop?.()
  Sentry.captureMessage('two')
  await Sentry.flush(2000)
  return told
}

export const expected = [
  ['before', 'one'],
  ['envelope', true],
  ['after', 'one', 200],
  ['envelope', true],
  ['after', 'two', 200],
]
