/** Holds floods back without hiding them: the next event that goes says how many it stands for. */
import type { Event, StackFrame } from '../protocol/event.js'
import { cut } from '../support/cut.js'
import { startTimer } from '../support/time.js'

export interface FloodOptions {
  /** Errors of one kind that may go at once. @default 10 */
  burst?: number
  /** After that one may go each time this passes; in ms. @default 60_000 */
  interval?: number
  /** Events of all kinds that may go within a minute. @default 100 */
  perMinute?: number
}

export interface FloodControl {
  /** Calls `go` now or later, or `drop`, when another event of its kind is held back already and will stand for it. */
  pass(event: Event, go: (event: Event) => void, drop: () => void): void
  /** Lets everything go that is held back. */
  release(): void
}

/** A token bucket; `held` waits for a token and stands for what was dropped meanwhile. */
interface Bucket {
  tokens: number
  filledAt: number
  held?: { event: Event; go: (event: Event) => void } | undefined
  suppressed: number
}

/** Kinds that are told apart at once. */
const MAX_KINDS = 100
/** Of a kind's name, in characters; it is kept. */
const MAX_KIND = 1000
/** Held events are looked at so often; in ms. */
const TICK = 1000

export function createFloodControl(options: FloodOptions): FloodControl {
  const { burst = 10, interval = 60_000, perMinute = 100 } = options
  const kinds = new Map<string, Bucket>()
  const all = newBucket(perMinute)
  let others = 0
  let stopTimer: (() => void) | undefined

  function refill(bucket: Bucket): Bucket {
    const [size, pause] = bucket === all ? [perMinute, 60_000 / perMinute] : [burst, interval]
    const now = Date.now()
    bucket.tokens = Math.min(size, bucket.tokens + (now - bucket.filledAt) / Math.max(pause, 1))
    bucket.filledAt = now
    return bucket
  }

  function bucketFor(kind: string): Bucket | undefined {
    const bucket = kinds.get(kind) ?? (makeRoom() ? newBucket(burst) : undefined)
    // The one that was used last is the last to go.
    kinds.delete(kind)
    if (bucket) kinds.set(kind, refill(bucket))
    return bucket
  }

  function makeRoom(): boolean {
    if (kinds.size < MAX_KINDS) return true
    for (const [kind, { held }] of kinds) if (!held) return kinds.delete(kind)
    return false
  }

  function letGo(bucket: Bucket): void {
    const { held, suppressed } = bucket
    bucket.held = undefined
    bucket.suppressed = 0
    bucket.tokens--
    all.tokens--
    const counts = {
      ...(suppressed && { suppressed }),
      ...(others && { suppressed_others: others }),
    }
    others = 0
    held?.go(marked(held.event, counts))
  }

  function tick(): void {
    stopTimer = undefined
    for (const bucket of kinds.values()) {
      if (bucket.held && refill(bucket).tokens >= 1 && refill(all).tokens >= 1) letGo(bucket)
    }
    watch()
  }

  function watch(): void {
    const isHolding = [...kinds.values()].some(({ held }) => held)
    if (isHolding) stopTimer ??= startTimer(tick, TICK)
  }

  return {
    pass(event, go, drop) {
      const bucket = bucketFor(kindOf(event))
      if (!bucket) {
        others++
        drop()
      } else if (bucket.held) {
        bucket.suppressed++
        drop()
      } else {
        bucket.held = { event, go }
        // The last of a burst waits for a moment: if more come, it is the one that tells.
        if (bucket.tokens >= 2 && refill(all).tokens >= 1) letGo(bucket)
        else watch()
      }
    },
    release() {
      stopTimer?.()
      stopTimer = undefined
      for (const bucket of kinds.values()) if (bucket.held) letGo(bucket)
    },
  }
}

function newBucket(tokens: number): Bucket {
  return { tokens, filledAt: Date.now(), suppressed: 0 }
}

/** Events of the same kind have the same stack; where there is none, the same text. */
function kindOf({ level, fingerprint, message, logentry, exception }: Event): string {
  const { type, value, mechanism, stacktrace } = exception?.values?.at(-1) ?? {}
  const place = stacktrace?.frames?.slice(-10).map(placeOf) ?? cut(String(value), MAX_KIND)
  const text = cut(String(message ?? logentry?.message), MAX_KIND)
  return [level, mechanism?.handled, fingerprint, type, text, place].join().slice(0, MAX_KIND)
}

function placeOf({ filename, function: name, lineno, colno }: StackFrame): string {
  return [filename, name, lineno, colno].join(':')
}

function marked(event: Event, counts: Record<string, number>): Event {
  if (Object.keys(counts).length === 0) return event
  return {
    ...event,
    contexts: { ...event.contexts, mayday: { ...event.contexts?.mayday, ...counts } },
  }
}
