/** Events that say nothing about the program, and by which rule they are known. */
import type { EventHint } from '../event/hint.js'
import { fileOf } from '../event/throwing-file.js'
import type { Event, StackFrame } from '../protocol/event.js'
import { safely } from '../support/safely.js'
import type { Drop, Way } from './way.js'

/** The rules of all platforms. */
export type NoiseId =
  | 'noise/abort'
  | 'noise/bot'
  | 'noise/chunk-load'
  | 'noise/empty'
  | 'noise/extension-frame'
  | 'noise/framework-redirect'
  | 'noise/resize-observer'
  | 'noise/script-error'
  | 'noise/webview'

/**
 * True for an event that is to be dropped; tags, to put them on it and let it pass. It may throw, since it looks at
 * foreign values: then it has found nothing.
 */
export type NoiseRule = (suspect: Suspect) => boolean | Readonly<Record<string, string>>

/** In the order in which they are asked, by what they are switched off by and counted under. */
export type NoiseRules = Readonly<Partial<Record<NoiseId, NoiseRule>>>

/** An event as rules see it. All is of the captured exception, not of its causes. */
export interface Suspect {
  readonly event: Event
  readonly hint: EventHint
  /** What the exception says, or the message; its beginning. */
  readonly value: string
  /** `TypeError: x is undefined`; without a type `: x`. */
  readonly title: string
  /** Oldest call first. */
  readonly frames: readonly StackFrame[]
  /** Where it was thrown: the file of the newest frame that has one, or empty. */
  readonly file: string
  /** Nobody caught it. What a program catches has happened to it, whoever threw. */
  readonly isUncaught: boolean
}

/** In characters. What there is to know of noise stands at the beginning, and texts may be megabytes. */
const MAX_TEXT = 500

/** What rules and filters look at. */
export function suspectOf(event: Event, hint: EventHint): Suspect {
  const { type = '', value: said, stacktrace, mechanism } = event.exception?.values?.at(-1) ?? {}
  const value = String(said || event.message || '').slice(0, MAX_TEXT)
  const frames = stacktrace?.frames ?? []
  return {
    event,
    hint,
    value,
    title: `${type}: ${value}`,
    frames,
    file: fileOf(frames) ?? '',
    isUncaught: mechanism?.handled === false,
  }
}

/** The event, with the tags that rules put on it, or which rule turns it away. */
export function screen(suspect: Suspect, { client, platform }: Way): Event | Drop {
  const { noise } = client.getOptions()
  let { event } = suspect
  if (!noise) return event
  for (const [id, rule] of Object.entries(platform.noise ?? {})) {
    const found = noise[id as NoiseId] !== false && safely(id, () => rule(suspect))
    if (found === true) return { dropped: 'event_processor', rule: id }
    if (found) event = { ...event, tags: { ...found, ...event.tags } }
  }
  return event
}
