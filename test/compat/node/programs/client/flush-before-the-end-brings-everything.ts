import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export async function main(dsn: string) {
  Sentry.init({ dsn })
  for (let count = 1; count <= 5; count++) Sentry.captureException(new Error(`number ${count}`))
  const flushed = await Sentry.flush(5000)
  console.log('flushed', flushed)
  process.exit(3)
}

export const found = ({ events, code, stdout, stderr }: Ending) => ({
  events: events.map(({ exception }) => exception?.values?.[0]?.value),
  code,
  stdout,
  stderr,
})

export const expected = {
  events: ['number 1', 'number 2', 'number 3', 'number 4', 'number 5'],
  code: 3,
  stdout: 'flushed true\n',
  stderr: '',
}
