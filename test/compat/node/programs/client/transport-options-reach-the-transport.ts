import * as Sentry from '@sentry/node'

export async function main(dsn: string) {
  let given: Record<string, unknown> = {}
  Sentry.init({
    dsn,
    transportOptions: {
      headers: { 'x-shop': 'yes' },
      bufferSize: 9,
      keepAlive: true,
      mine: 1,
    } as NonNullable<Sentry.NodeOptions['transportOptions']>,
    transport: (options) => {
      given = { ...options }
      return Sentry.makeNodeTransport(options)
    },
  })
  const { headers, keepAlive, mine, recordDroppedEvent } = given
  return [(headers as Record<string, string>)['x-shop'], keepAlive, mine, typeof recordDroppedEvent]
}

export const expected = ['yes', true, 1, 'function']
