import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const result = await Sentry.withScope(async (scope) => {
    scope.setTag('inside', 'yes')
    await new Promise((resolve) => setTimeout(resolve, 2))
    Sentry.captureMessage('inside')
    return 'its result'
  })
  Sentry.captureMessage('after')
  return result
}

export const found = ({ events, returned }: Ending) => [
  returned,
  ...events.map(({ message, tags }) => [message, tags?.inside]),
]

export const expected = ['its result', ['after', undefined], ['inside', 'yes']]
