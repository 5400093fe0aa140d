import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn, maxValueLength: 50 })
  Sentry.captureException(new Error('x'.repeat(200)))
}

export const found = ({ events }: Ending) =>
  events.map(({ exception }) => {
    const text = exception?.values?.[0]?.value ?? ''
    return [text.slice(0, 40), text.length <= 55]
  })

export const expected = [['x'.repeat(40), true]]
