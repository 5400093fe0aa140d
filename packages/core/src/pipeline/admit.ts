import type { ResolvedOptions } from '../options.js'
import type { Event, Exception } from '../protocol/event.js'
import { debug } from '../support/debug.js'
import { matchesSome } from '../support/patterns.js'
import type { Step } from './way.js'

/** Turns away what is not wanted, before anything is copied. */
export const admit: Step = (event, { client }) => {
  const options = client.getOptions()
  const objection = filteredBy(event, options)
  if (objection) {
    debug(`Event dropped by ${objection}`)
    return 'event_processor'
  }
  return Math.random() < options.sampleRate ? event : 'sample_rate'
}

function filteredBy(event: Event, options: ResolvedOptions): string | undefined {
  const { ignoreErrors, denyUrls, allowUrls } = options
  if (
    ignoreErrors.length > 0 &&
    titlesOf(event).some((title) => matchesSome(title, ignoreErrors))
  ) {
    return 'ignoreErrors'
  }
  const url = throwingFile(event)
  if (url && matchesSome(url, denyUrls)) return 'denyUrls'
  if (url && allowUrls.length > 0 && !matchesSome(url, allowUrls)) return 'allowUrls'
  return undefined
}

/** All texts a person might take for the title of the event. */
function titlesOf(event: Event): string[] {
  const { type = '', value = '' } = event.exception?.values?.at(-1) ?? {}
  return [event.message, event.logentry?.message, value, `${type}: ${value}`].filter(
    (title): title is string => !!title,
  )
}

/** The file of the newest usable frame of the captured exception, not of its causes. */
function throwingFile(event: Event): string | undefined {
  const captured = event.exception?.values?.filter(isCaptured).at(-1)
  return captured?.stacktrace?.frames
    ?.map((frame) => frame.filename)
    .filter((file) => file && file !== '<anonymous>' && file !== '[native code]')
    .at(-1)
}

function isCaptured({ mechanism, stacktrace }: Exception): boolean {
  return mechanism?.parent_id === undefined && !!stacktrace?.frames?.length
}

const seen = new WeakSet<object>()

/**
 * True when this very object was captured before, as by a boundary and then by the global handler. Frozen objects are
 * remembered like others; a primitive cannot be told from its equals and is never a repeat.
 */
export function isRepeat(value: unknown): boolean {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  if (seen.has(value)) return true
  seen.add(value)
  return false
}
