import { isObject } from '../event/inspect.js'
import type { ResolvedOptions } from '../options.js'
import type { Event } from '../protocol/event.js'
import { debug } from '../support/debug.js'
import { matchesSome } from '../support/patterns.js'
import type { Step } from './way.js'

/** Turns away what is not wanted, before anything is copied. */
export const admit: Step = (event, { client }) => {
  const options = client.getOptions()
  const rule = ruleAgainst(event, options)
  if (rule) {
    debug(`Event dropped by ${rule}`)
    return 'event_processor'
  }
  return Math.random() < options.sampleRate ? event : 'sample_rate'
}

function ruleAgainst(event: Event, options: ResolvedOptions): string | undefined {
  const { ignoreErrors, denyUrls, allowUrls } = options
  if (titlesOf(event).some((title) => matchesSome(title, ignoreErrors))) return 'ignoreErrors'
  const file = throwingFile(event)
  if (!file) return undefined
  if (matchesSome(file, denyUrls)) return 'denyUrls'
  return allowUrls.length > 0 && !matchesSome(file, allowUrls) ? 'allowUrls' : undefined
}

/** All texts a person might take for the title of the event. */
function titlesOf({ message, logentry, exception }: Event): string[] {
  const { type = '', value = '' } = exception?.values?.at(-1) ?? {}
  const titles = [message, logentry?.message, logentry?.formatted, value, `${type}: ${value}`]
  return titles.filter((title): title is string => !!title && typeof title === 'string')
}

/** The file of the newest usable frame of the captured exception, not of its causes. */
function throwingFile({ exception }: Event): string | undefined {
  const frames = exception?.values?.at(-1)?.stacktrace?.frames
  return frames
    ?.map((frame) => frame.filename)
    .filter((file) => file && file !== '<anonymous>' && file !== '[native code]')
    .at(-1)
}

const seen = new WeakSet<object>()

/**
 * True when this very object was captured before, as by a boundary and then by the global handler. Frozen objects are
 * remembered like others; a primitive cannot be told from its equals and is never a repeat.
 */
export function isRepeat(value: unknown): boolean {
  if (!isObject(value)) return false
  const isKnown = seen.has(value)
  seen.add(value)
  return isKnown
}
