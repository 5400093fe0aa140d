import type { Envelope } from '../protocol/envelope.js'
import type { Event } from '../protocol/event.js'

/** What has to go when there is no room for everything: the highest rank first. */
export type Rank = 0 | 1 | 2

/** Crashes and what nobody caught outlive handled errors and feedback; these outlive messages and all the rest. */
export function rankOf([, [first]]: Envelope): Rank {
  if (first?.[0].type === 'feedback') return 1
  if (first?.[0].type !== 'event') return 2
  const { level, exception } = first[1] as Event
  const exceptions = exception?.values ?? []
  const isUnhandled = exceptions.some(({ mechanism }) => mechanism?.handled === false)
  if (level === 'fatal' || isUnhandled) return 0
  return exceptions.length > 0 ? 1 : 2
}
