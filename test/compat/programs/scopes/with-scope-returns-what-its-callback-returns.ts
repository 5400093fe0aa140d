import * as Sentry from '@sentry/browser'
import { dsn, transport } from '../../receiver.js'

export async function run() {
  Sentry.init({ dsn, transport })
  const plain = Sentry.withScope(() => 42)
  const later = await Sentry.withScope(async () => 'later')
  let thrown: unknown
  try {
    Sentry.withScope(() => {
      throw new RangeError('passes')
    })
  } catch (error) {
    thrown = error
  }
  return { plain, later, thrown: String(thrown) }
}

export const expected = { plain: 42, later: 'later', thrown: 'RangeError: passes' }
