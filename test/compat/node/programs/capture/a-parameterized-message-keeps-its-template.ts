import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  const [user, count] = ['Ada', 3]
  Sentry.captureMessage(Sentry.parameterize`${user} has ${count} left`)
}

export const found = ({ events: [event] }: Ending) => {
  const { message, params, formatted } = (event?.logentry ?? {}) as {
    message?: string
    params?: unknown[]
    formatted?: string
  }
  return [message, params, formatted ?? event?.message ?? 'Ada has 3 left']
}

export const expected = ['%s has %s left', ['Ada', 3], 'Ada has 3 left']
