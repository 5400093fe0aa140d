import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.getGlobalScope().setTags({ where: 'global', global: 'yes' }).setExtra('from', 'global')
  Sentry.getIsolationScope().setTags({ where: 'isolation', isolation: 'yes' }).setLevel('debug')
  Sentry.getCurrentScope().setTags({ where: 'current', current: 'yes' }).setFingerprint(['f'])
  Sentry.captureMessage('together')
}

export const found = ({ events: [event] }: Ending) => [
  event?.tags,
  event?.extra,
  event?.level,
  event?.fingerprint,
]

export const expected = [
  { where: 'current', global: 'yes', isolation: 'yes', current: 'yes' },
  { from: 'global' },
  'debug',
  ['f'],
]
