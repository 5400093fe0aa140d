import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn })
  setTimeout(() => {
    try {
      throw new Error('once')
    } catch (error) {
      Sentry.captureException(error)
      throw error
    }
  })
}

export const found = ({ events, code }: Ending) => [
  code,
  events.map(({ exception }) => exception?.values?.[0]?.value),
]

export const expected = [1, ['once']]
