import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  const scope = new Sentry.Scope()
  scope.setClient(Sentry.getClient())
  scope.setTag('own', 'yes')
  Sentry.withScope(scope, () => {
    Sentry.captureMessage('in force')
  })
  const clone = Sentry.getCurrentScope().clone()
  clone.setTag('own', 'clone')
  clone.captureException(new Error('by itself'))
  clone.captureMessage('with a level', 'warning')
  return [Sentry.getCurrentScope().getScopeData().tags, clone.getScopeData().tags]
}

export const found = ({ events, returned }: Ending) => [
  returned,
  ...events.map(({ message, exception, tags, level }) => [
    message ?? exception?.values?.[0]?.value,
    tags?.own,
    level,
  ]),
]

export const expected = [
  [{}, { own: 'clone' }],
  ['by itself', 'clone', 'error'],
  ['in force', 'yes', 'info'],
  ['with a level', 'clone', 'warning'],
]
