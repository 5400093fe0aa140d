import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.captureMessage('where')
}

export const found = ({ events: [event] }: Ending) => {
  const { device, app } = event?.contexts ?? {}
  return [
    typeof device?.boot_time,
    typeof device?.free_memory,
    typeof device?.processor_count,
    typeof device?.cpu_description,
    typeof device?.processor_frequency,
    typeof app?.free_memory,
  ]
}

export const expected = ['string', 'number', 'number', 'string', 'number', 'number']
