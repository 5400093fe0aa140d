import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  let times = 0
  const mine = {
    name: 'Later',
    setup: () => {
      times++
    },
    processEvent: (event: Sentry.Event) => ({ ...event, tags: { ...event.tags, later: 'yes' } }),
  }
  Sentry.captureMessage('before')
  Sentry.addIntegration(mine)
  Sentry.addIntegration(mine)
  Sentry.captureMessage('later')
  return [times, Sentry.getClient()?.getIntegrationByName('Later') === mine]
}

export const found = ({ events, returned }: Ending) => [
  returned,
  events.map(({ message, tags, sdk }) => [
    message,
    tags?.later,
    sdk?.integrations?.includes('Later'),
  ]),
]

export const expected = [
  [1, true],
  [
    ['before', undefined, false],
    ['later', 'yes', true],
  ],
]
