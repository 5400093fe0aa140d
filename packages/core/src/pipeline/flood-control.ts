/** Holds floods back without hiding them: the next event that goes says how many it stands for. */
import { describe } from '../event/inspect.js'
import { mark } from '../event/mark.js'
import type { Event } from '../protocol/event.js'
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

interface Kind {
  /**
   * A bucket of `burst` tokens, kept as the moment at which it will be full, in ms since 1970: each event that goes takes
   * a token, which puts that off by one `interval`.
   *
   * @see https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
   */
  freeAt: number
  /** Lets the event go that waits, and stands for what was dropped meanwhile. */
  held?: (() => void) | undefined
  suppressed: number
}

/** Kinds that are told apart at once. */
const MAX_KINDS = 100
/** Of each part of a kind's name, in characters; it is kept. */
const MAX_PART = 1000
const MINUTE = 60_000
/** Held events are looked at so often; in ms. */
const TICK = 1000

export function createFloodControl(options: FloodOptions): FloodControl {
  const { burst = 10, interval = MINUTE, perMinute = 100 } = options
  const kinds = new Map<string, Kind>()
  /** As of a kind, for all of them. */
  let freeAt = 0
  let others = 0
  let stopTimer: (() => void) | undefined

  /** The kind of that name; none where all that there is room for hold an event. */
  function kindFor(name: string): Kind | undefined {
    const kind = kinds.get(name) ?? { freeAt: 0, suppressed: 0 }
    // The one that was used last is the last to go.
    kinds.delete(name)
    for (const [other, { held }] of kinds) {
      if (kinds.size >= MAX_KINDS && !held) kinds.delete(other)
    }
    if (kinds.size < MAX_KINDS) kinds.set(name, kind)
    return kinds.get(name)
  }

  /** Lets those go that are held, as far as so many more might go after them; looks at the others again. */
  function letGo(spare: number): void {
    for (const kind of [...kinds.values()]) {
      if (!kind.held) continue
      const now = Date.now()
      const empty = now + burst * interval
      const next = Math.max(kind.freeAt, now) + interval
      const nextOfAll = Math.max(freeAt, now) + MINUTE / perMinute
      const isFree =
        next <= empty - spare * interval && nextOfAll <= now + MINUTE - Math.min(spare, 0)
      if (isFree) {
        // Whoever flushes may take more tokens than there are, but owes none.
        kind.freeAt = Math.min(next, empty)
        freeAt = Math.min(nextOfAll, now + MINUTE)
        const go = kind.held
        kind.held = undefined
        go()
      } else stopTimer ??= startTimer(tick, TICK)
    }
  }

  /** The event with the number of those that it stands for. */
  function counted(event: Event, kind: Kind): Event {
    const { suppressed } = kind
    const one = suppressed ? mark(event, { suppressed }) : event
    const both = others ? mark(one, { suppressed_others: others }) : one
    kind.suppressed = others = 0
    return both
  }

  function tick(spare = 0): void {
    stopTimer?.()
    stopTimer = undefined
    letGo(spare)
  }

  return {
    pass(event, go, drop) {
      const kind = kindFor(kindOf(event))
      if (kind && !kind.held) {
        kind.held = () => go(counted(event, kind))
        // The last of a burst waits for a moment: if more come, it is the one that tells.
        return letGo(1)
      }
      if (kind) kind.suppressed++
      else others++
      drop()
    },
    release: () => tick(Number.NEGATIVE_INFINITY),
  }
}

/** Events of the same kind have the same stack; where there is none, the same text. */
function kindOf({ level, fingerprint, message, logentry, exception }: Event): string {
  const { type, value, mechanism, stacktrace } = exception?.values?.at(-1) ?? {}
  const text = message ?? logentry?.message
  const place = stacktrace?.frames?.slice(-10).map(Object.values) ?? value
  const parts = [level, mechanism?.handled, fingerprint, type, text, place]
  return parts.map((part) => describe(part).slice(0, MAX_PART)).join()
}
