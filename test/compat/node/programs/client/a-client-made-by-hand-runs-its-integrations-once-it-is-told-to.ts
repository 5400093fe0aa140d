import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  const order: string[] = []
  const client = new Sentry.NodeClient({
    dsn,
    integrations: [
      {
        name: 'Mine',
        setupOnce: () => void order.push('once'),
        setup: (one) => void order.push(`setup ${one === client}`),
        afterAllSetup: () => void order.push('after all'),
        processEvent: (event) => ({ ...event, tags: { ...event.tags, mine: 'yes' } }),
      },
    ],
    transport: Sentry.makeNodeTransport,
    stackParser: Sentry.defaultStackParser,
  })
  order.push('made')
  client.init()
  Sentry.getCurrentScope().setClient(client)
  Sentry.captureMessage('with my integration')
  await client.flush(2000)
  return [order, client.getIntegrationByName('Mine')?.name]
}

export const found = ({ events, returned }: Ending) => [
  returned,
  events.map(({ message, tags, sdk }) => [message, tags?.mine, sdk?.integrations]),
]

export const expected = [
  [['made', 'once', 'setup true', 'after all'], 'Mine'],
  [['with my integration', 'yes', ['Mine']]],
]
