import { readdirSync, readlinkSync } from 'node:fs'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export async function main(dsn: string) {
  Sentry.init({ dsn })
  for (let count = 0; count < 5; count++) {
    const { readFileSync } = await import('node:fs')
    try {
      readFileSync(`/missing/${count}`)
    } catch (error) {
      Sentry.captureException(error)
    }
  }
  await Sentry.flush(2000)
  return readdirSync('/proc/self/fd')
    .map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`)
      } catch {
        return ''
      }
    })
    .filter((path) => path.endsWith('.js'))
}

export const found = ({ events, returned }: Ending) => [
  returned,
  events.length,
  events.every(({ exception }) =>
    exception?.values?.[0]?.stacktrace?.frames?.some((frame) => frame.context_line),
  ),
]

export const expected = [[], 5, true]
