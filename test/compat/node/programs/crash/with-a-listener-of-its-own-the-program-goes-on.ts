import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export function main(dsn: string) {
  Sentry.init({ dsn })
  process.on('uncaughtException', (error) => console.log('taken:', error.message))
  setTimeout(() => {
    throw new Error('taken by the program')
  })
  setTimeout(() => console.log('went on'), 50)
}

export const found = ({ events, code, stdout, stderr }: Ending) => [
  code,
  stdout,
  stderr,
  events.map(({ level, exception }) => [level, exception?.values?.[0]?.value]),
]

export const expected = [
  0,
  'taken: taken by the program\nwent on\n',
  '',
  [['fatal', 'taken by the program']],
]
