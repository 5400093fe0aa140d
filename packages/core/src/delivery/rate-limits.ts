/**
 * How long the receiver wants to be left alone, by data category.
 *
 * @see https://develop.sentry.dev/sdk/foundations/transport/rate-limiting/
 */
import type { EnvelopeItem } from '../protocol/envelope.js'
import { categoryOf } from './envelope.js'
import type { TransportResponse } from './transport.js'

/** When each limit ends, in ms since 1970, by data category; `all` counts for every one. */
export type RateLimits = Record<string, number>

const DEFAULT_SECONDS = 60

/** Enters what an answer of the receiver says; a limit is never shortened by a later, shorter one. */
export function updateRateLimits(
  limits: RateLimits,
  { statusCode, headers }: TransportResponse,
): void {
  const named = headers?.['x-sentry-rate-limits']
  const given = named || (statusCode === 429 ? secondsIn(headers?.['retry-after']) : '')
  for (const limit of String(given).split(',')) {
    const [after, categories] = limit.split(':')
    // A comma too many is no limit.
    if (!limit.trim()) continue
    // A limit on what we do not know is kept under a name that nothing of ours has.
    for (const category of (categories || 'all').split(';')) {
      const until = Date.now() + secondsIn(after) * 1000
      limits[category] = Math.max(limits[category] ?? 0, until)
    }
  }
}

/** From now, by a number or a date. */
function secondsIn(text: string | null | undefined): number {
  const given = String(text)
  const untilDate = (Date.parse(given) - Date.now()) / 1000
  return [Number.parseFloat(given), untilDate].find(Number.isFinite) ?? DEFAULT_SECONDS
}

/** When the item may be sent, in ms since 1970. */
export function limitedUntil(limits: RateLimits, item: EnvelopeItem): number {
  const category = categoryOf(item)
  return category === 'internal' ? 0 : Math.max(limits.all ?? 0, limits[category] ?? 0)
}
