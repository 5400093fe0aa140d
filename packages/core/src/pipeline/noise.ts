/** Events that say nothing about the program, and by which rule they are known. */
import type { EventHint } from '../event/hint.js'
import type { Event } from '../protocol/event.js'

export interface NoiseRule {
  /** `noise/…`: what the rule is switched off by, and counted under. */
  readonly id: `noise/${string}`
  hits(event: Event, hint: EventHint): boolean
  /** Put on an event that the rule hits, instead of dropping it. */
  readonly tags?: Readonly<Record<string, string>>
}

/** The rule by which the event is to be dropped, if there is one; rules that only tag have done so. */
export function screen(
  event: Event,
  hint: EventHint,
  rules: readonly NoiseRule[] | undefined,
  switches: Record<string, boolean> | false,
): string | undefined {
  for (const { id, hits, tags } of rules ?? []) {
    if (!switches || switches[id] === false || !hits(event, hint)) continue
    if (!tags) return id
    event.tags = { ...tags, ...event.tags }
  }
  return undefined
}
