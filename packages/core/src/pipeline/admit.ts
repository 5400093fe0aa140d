import { describe } from '../event/inspect.js'
import { throwingFile } from '../event/throwing-file.js'
import type { ResolvedOptions } from '../options.js'
import type { Event } from '../protocol/event.js'
import { matchesSome } from '../support/patterns.js'
import { noiseRule } from './noise.js'
import type { Drop, Way } from './way.js'

/** The event, with what rules tag it with, or why it is turned away before anything is copied. */
export function admit(event: Event, way: Way): Event | Drop {
  const options = way.client.getOptions()
  const tags = {}
  const rule = noiseRule(event, way, tags) ?? ruleAgainst(event, options)
  if (rule) return { dropped: 'event_processor', rule }
  const isSampled = way.hint.preview || Math.random() < options.sampleRate
  if (isSampled) return { ...event, tags: { ...tags, ...event.tags } }
  way.client.emit('sampledOut', event)
  return { dropped: 'sample_rate' }
}

export type Filters = Pick<ResolvedOptions, 'ignoreErrors' | 'denyUrls' | 'allowUrls'>

/** Which of the filters does not want the event, if there is one. */
export function ruleAgainst(
  event: Event,
  { ignoreErrors, denyUrls, allowUrls }: Filters,
): string | undefined {
  if (titlesOf(event).some((title) => matchesSome(title, ignoreErrors))) return 'ignoreErrors'
  const file = throwingFile(event)
  if (!file) return undefined
  if (matchesSome(file, denyUrls)) return 'denyUrls'
  return allowUrls.length > 0 && !matchesSome(file, allowUrls) ? 'allowUrls' : undefined
}

/** All texts a person might take for the title of the event. */
function titlesOf({ message, logentry, exception }: Event): string[] {
  const { type = '', value = '' } = exception?.values?.at(-1) ?? {}
  const titles = [
    message,
    logentry?.message,
    logentry?.formatted,
    value,
    `${describe(type)}: ${describe(value)}`,
  ]
  return titles.filter((title): title is string => !!title && typeof title === 'string')
}
