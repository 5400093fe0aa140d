import { throwingFile } from '../event/throwing-file.js'
import type { ResolvedOptions } from '../options.js'
import type { Event } from '../protocol/event.js'
import { matchesSome } from '../support/patterns.js'
import { screen, suspectOf } from './noise.js'
import { type Drop, isDrop, type Way } from './way.js'

/** The event, or why it is turned away before anything is copied. */
export function admit(event: Event, way: Way): Event | Drop {
  const { client, hint } = way
  const options = client.getOptions()
  const screened = screen(suspectOf(event, hint), way)
  if (isDrop(screened)) return screened
  const rule = ruleAgainst(event, options)
  if (rule) return { dropped: 'event_processor', rule }
  const isSampled = hint.preview || Math.random() < options.sampleRate
  return isSampled ? screened : { dropped: 'sample_rate' }
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
  const titles = [message, logentry?.message, logentry?.formatted, value, `${type}: ${value}`]
  return titles.filter((title): title is string => !!title && typeof title === 'string')
}
