import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({
    dsn,
    async beforeSend(event, hint) {
      await new Promise((resolve) => setTimeout(resolve, 2))
      const error = hint.originalException as Error
      if (error.message === 'unwanted') return null
      return { ...event, tags: { ...event.tags, seen: error.message }, fingerprint: ['mine'] }
    },
  })
  Sentry.captureException(new Error('wanted'))
  Sentry.captureException(new Error('unwanted'))
}

export const found = ({ events }: Ending) =>
  events.map(({ tags, fingerprint }) => [tags?.seen, fingerprint])

export const expected = [['wanted', ['mine']]]
