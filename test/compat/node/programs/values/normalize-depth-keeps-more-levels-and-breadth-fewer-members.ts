import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn, normalizeDepth: 5, normalizeMaxBreadth: 2 })
  Sentry.captureMessage('deep', {
    extra: { deep: { a: { b: { c: { d: 1 } } } }, wide: [1, 2, 3] },
  })
}

export const found = ({ events: [event] }: Ending) => [event?.extra?.deep, event?.extra?.wide]

export const expected = [{ a: { b: { c: { d: 1 } } } }, [1, 2, '[MaxProperties ~]']]
