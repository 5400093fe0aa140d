/** Events that say nothing about the program, and by which rule they are known. */

import type { EventHint } from '../event/hint.js'
import { describe } from '../event/inspect.js'
import type { Event, StackFrame } from '../protocol/event.js'
import { warn } from '../support/debug.js'
import { safely } from '../support/safely.js'
import type { Way } from './way.js'

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
  /** `TypeError: x is undefined`, or `: message`; its beginning. */
  readonly title: string
  /** Oldest call first. */
  readonly frames: readonly StackFrame[]
  /** Nobody caught it. What a program catches has happened to it, whoever threw. */
  readonly isUncaught: boolean
}

/** In characters. What there is to know of noise stands at the beginning, and texts may be megabytes. */
const MAX_TITLE = 500

function suspectOf(event: Event, hint: EventHint): Suspect {
  const { type = '', value, stacktrace, mechanism } = event.exception?.values?.at(-1) ?? {}
  return {
    event,
    hint,
    title: `${describe(type)}: ${describe(value || event.message || '')}`.slice(0, MAX_TITLE),
    frames: stacktrace?.frames ?? [],
    isUncaught: mechanism?.handled === false,
  }
}

/** Which rule turns the event away; what others tag it with goes to `tags`. */
export function noiseRule(event: Event, way: Way, tags: object): string | undefined {
  const { noise } = way.client.getOptions()
  const suspect = suspectOf(event, way.hint)
  for (const [id, rule] of Object.entries(way.platform.noise ?? {})) {
    const found = noise && noise[id as NoiseId] !== false && safely(id, () => rule(suspect))
    if (found === true) return id
    Object.assign(tags, found)
  }
  return undefined
}

/** Warns of switches in the options that belong to no rule. */
export function checkRules(switches: object | false, rules: NoiseRules = {}): void {
  const wrong = Object.keys(switches || {}).filter((id) => !(id in rules))
  if (wrong.length > 0) warn(`init: noise has no rules ${wrong.join(', ')}`)
}
