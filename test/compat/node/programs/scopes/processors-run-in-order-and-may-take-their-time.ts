import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  const note = (name: string) => (event: Sentry.Event) => {
    event.extra = { ...event.extra, seen: [...((event.extra?.seen as string[]) ?? []), name] }
    return event
  }
  Sentry.withIsolationScope((isolation) => {
    Sentry.addEventProcessor(note('added'))
    isolation.addEventProcessor(async (event) => {
      await new Promise((resolve) => setTimeout(resolve, 2))
      return note('isolation')(event)
    })
    Sentry.withScope((scope) => {
      scope.addEventProcessor(note('current'))
      scope.addEventProcessor((event, hint) =>
        (hint.originalException as Error)?.message === 'unwanted' ? null : event,
      )
      Sentry.captureMessage('seen')
      Sentry.captureException(new Error('unwanted'))
    })
  })
  Sentry.captureMessage('unseen')
}

export const found = ({ events }: Ending) =>
  events.map(({ message, extra }) => [message, extra?.seen])

export const expected = [
  ['seen', ['added', 'isolation', 'current']],
  ['unseen', undefined],
]
