/**
 * How long the receiver wants to be left alone, by data category.
 *
 * @see https://develop.sentry.dev/sdk/foundations/transport/rate-limiting/
 */
import type { DataCategory } from '../protocol/client-report.js'
import type { TransportResponse } from './transport.js'

/** When each limit ends, in ms since 1970; `all` counts for every category. */
export type RateLimits = Partial<Record<DataCategory | 'all', number>>

const DEFAULT_SECONDS = 60

/** The limits after an answer of the receiver; a limit is never shortened by a later, shorter one. */
export function updateRateLimits(
  limits: RateLimits,
  { statusCode, headers }: TransportResponse,
  now: number,
): RateLimits {
  const updated = { ...limits }
  const extend = (category: string, seconds: number): void => {
    const key = category as keyof RateLimits
    updated[key] = Math.max(updated[key] ?? 0, now + seconds * 1000)
  }
  const named = headers?.['x-sentry-rate-limits']
  if (named) {
    for (const limit of named.split(',')) applyLimit(limit.trim(), extend)
  } else if (statusCode === 429) {
    extend('all', retryAfterSeconds(headers?.['retry-after'], now))
  }
  return updated
}

function applyLimit(limit: string, extend: (category: string, seconds: number) => void): void {
  const [after = '', categories = ''] = limit.split(':')
  const seconds = /^\d+(\.\d+)?$/.test(after) ? Number(after) : DEFAULT_SECONDS
  // A limit on what we do not know is kept under a name that nothing of ours has.
  for (const category of categories ? categories.split(';') : ['all']) extend(category, seconds)
}

function retryAfterSeconds(header: string | null | undefined, now: number): number {
  if (!header) return DEFAULT_SECONDS
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return Math.max(seconds, 0)
  const date = Date.parse(header)
  return Number.isNaN(date) ? DEFAULT_SECONDS : Math.max(date - now, 0) / 1000
}

/** When items of the category may be sent again, in ms since 1970; 0 when they may be sent now. */
export function limitedUntil(limits: RateLimits, category: DataCategory, now: number): number {
  if (category === 'internal') return 0
  const until = Math.max(limits.all ?? 0, limits[category] ?? 0)
  return until > now ? until : 0
}
