import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  const error = new Error('once')
  try {
    try {
      throw error
    } catch (caught) {
      Sentry.captureException(caught)
      throw caught
    }
  } catch (caught) {
    Sentry.captureException(caught)
  }
  Sentry.captureMessage('after it')
}

export const found = ({ events }: Ending) =>
  events.map(({ message, exception }) => message ?? exception?.values?.[0]?.value)

export const expected = ['after it', 'once']
