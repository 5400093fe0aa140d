import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export function main(dsn: string) {
  Sentry.init({ dsn })
  Sentry.captureException(new Error('1: an object'), {
    tags: { a: 'x' },
    extra: { b: [1, 2] },
    contexts: { c: { d: true } },
    user: { id: '7', username: 'ada' },
    level: 'warning',
    fingerprint: ['e'],
  })
  Sentry.captureException(new Error('2: a function'), (scope) => scope.setTag('a', 'y'))
  const scope = new Sentry.Scope()
  scope.setTag('a', 'z')
  scope.setUser({ id: '8' })
  Sentry.captureException(new Error('3: a scope'), scope)
  Sentry.captureException(new Error('4: in a hint'), { captureContext: { tags: { a: 'w' } } })
  Sentry.captureMessage('5: nothing stays')
}

export const found = ({ events }: Ending) =>
  events.map(({ level, tags, extra, contexts, user, fingerprint }) => ({
    level,
    a: tags?.a,
    b: extra?.b,
    c: contexts?.c,
    user: user?.id,
    fingerprint,
  }))

export const expected = [
  { level: 'warning', a: 'x', b: [1, 2], c: { d: true }, user: '7', fingerprint: ['e'] },
  { level: 'error', a: 'y' },
  { level: 'error', a: 'z', user: '8' },
  { level: 'error', a: 'w' },
  { level: 'info' },
]
