import * as Sentry from '@sentry/browser'
import { dsn, events, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  Sentry.captureException(new Error('one'), { tags: { shop: 'berlin' }, user: { id: '4711' } })
  Sentry.captureException(new Error('two'))
  await Sentry.flush(1000)
  return events().map(({ tags, user }) => [tags ?? {}, user ?? {}])
}

export const expected = [
  [{ shop: 'berlin' }, { id: '4711' }],
  [{}, {}],
]
