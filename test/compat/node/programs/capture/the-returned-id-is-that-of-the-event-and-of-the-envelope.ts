import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  return [
    Sentry.captureException(new Error('first')),
    Sentry.lastEventId(),
    Sentry.captureMessage('second'),
    Sentry.lastEventId(),
    Sentry.captureEvent({ message: 'third' }),
  ]
}

export function found({ events, contents, returned }: Ending) {
  const [one, last, two, lastOfTwo, three] = returned
  return {
    areIds: [one, two, three].every((id) => /^[0-9a-f]{32}$/.test(id)),
    ofEvents: events.map(({ event_id }) => [one, two, three].indexOf(event_id)),
    ofEnvelopes: contents
      .filter(({ items }) => items[0]?.headers.type === 'event')
      .map(({ headers }) => [one, two, three].indexOf(headers.event_id))
      .sort(),
    last: [last === one, lastOfTwo === two],
  }
}

export const expected = {
  areIds: true,
  ofEvents: [0, 1, 2],
  ofEnvelopes: [0, 1, 2],
  last: [true, true],
}
