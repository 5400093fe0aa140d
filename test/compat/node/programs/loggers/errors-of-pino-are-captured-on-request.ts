import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export async function main(dsn: string) {
  Sentry.init({
    dsn,
    integrations: [Sentry.pinoIntegration({ error: { levels: ['error', 'fatal'] } })],
  })
  const { pino } = await import('pino')
  const logger = pino({ level: 'info' }, { write() {} })
  logger.error(new RangeError('1: an error'), '1: an error')
  logger.error('2: a text')
  logger.info('3: not this')
}

export const found = ({ events }: Ending) =>
  events.map(({ message, exception, level }) => [message ?? exception?.values?.[0]?.value, level])

export const expected = [
  ['1: an error', 'error'],
  ['2: a text', 'error'],
]
