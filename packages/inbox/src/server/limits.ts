import type { ReceivedItem } from './envelope.js'
import { Refusal } from './refusal.js'

const kibibyte = 1024
const mebibyte = 1024 * kibibyte

/** In bytes, as at Sentry. */
export const largestEvent: number = mebibyte

/** The header of an envelope or an item: nobody needs a tenth of it. */
export const longestHeader: number = 64 * kibibyte

const mostItems = 1000

interface Limit {
  /** Bytes of each item. */
  each: number
  /** How many an envelope may hold. */
  count?: number
}

/** Of each type of item, what is accepted: the limits of Relay. */
const limits: Record<string, Limit> = {
  transaction: { each: mebibyte },
  feedback: { each: mebibyte },
  user_report: { each: mebibyte },
  raw_security: { each: mebibyte },
  replay_event: { each: mebibyte },
  check_in: { each: 100 * kibibyte },
  client_report: { each: 100 * kibibyte, count: 100 },
  session: { each: 10 * mebibyte, count: 100 },
  sessions: { each: 10 * mebibyte, count: 100 },
  log: { each: 12 * mebibyte },
  trace_metric: { each: 12 * mebibyte },
  span: { each: 12 * mebibyte },
  profile: { each: 50 * mebibyte },
  profile_chunk: { each: 50 * mebibyte },
  replay_recording: { each: 10 * mebibyte },
  attachment: { each: 100 * mebibyte, count: 30 },
}

/** Throws a `Refusal` when an envelope holds more than anybody sends on purpose. */
export function checkLimits(items: readonly ReceivedItem[]): void {
  const counts = new Map<string, number>()
  for (const { headers, payload } of items) {
    const { type } = headers
    const count = (counts.get(type) ?? 0) + 1
    counts.set(type, count)
    const limit = Object.hasOwn(limits, type) ? limits[type] : undefined
    if (limit && payload.length > limit.each) throw tooLarge(type, limit.each)
    if (limit?.count !== undefined && count > limit.count)
      throw tooMany(limit.count, `${type} items`)
  }
}

/** Throws a `Refusal` once there are so many items that reading on would only cost memory. */
export function checkCount(items: number): void {
  if (items > mostItems) throw tooMany(mostItems, 'items')
}

function tooLarge(type: string, limit: number): Refusal {
  const size = limit < mebibyte ? `${limit / kibibyte} KiB` : `${limit / mebibyte} MiB`
  return new Refusal(413, `The ${type} item is larger than ${size}.`)
}

function tooMany(limit: number, what: string): Refusal {
  return new Refusal(413, `An envelope may hold ${limit} ${what}, not more.`)
}
