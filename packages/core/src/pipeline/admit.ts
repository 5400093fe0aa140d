import type { ResolvedOptions } from '../options.js'
import type { Event } from '../protocol/event.js'
import { matchesSome } from '../support/patterns.js'
import { type Suspect, screen, suspectOf } from './noise.js'
import { type Drop, isDrop, type Way } from './way.js'

/** The event, or why it is turned away before anything is copied. */
export function admit(event: Event, way: Way): Event | Drop {
  const { client, hint } = way
  const options = client.getOptions()
  const suspect = suspectOf(event, hint)
  const screened = screen(suspect, way)
  if (isDrop(screened)) return screened
  const rule = ruleAgainst(suspect, options)
  if (rule) return { dropped: 'event_processor', rule }
  const isSampled = hint.preview || Math.random() < options.sampleRate
  return isSampled ? screened : { dropped: 'sample_rate' }
}

function ruleAgainst({ event, file }: Suspect, options: ResolvedOptions): string | undefined {
  const { ignoreErrors, denyUrls, allowUrls } = options
  if (titlesOf(event).some((title) => matchesSome(title, ignoreErrors))) return 'ignoreErrors'
  if (!file) return undefined
  if (matchesSome(file, denyUrls)) return 'denyUrls'
  return allowUrls.length > 0 && !matchesSome(file, allowUrls) ? 'allowUrls' : undefined
}

/** All texts a person might take for the title of the event. */
function titlesOf({ message, logentry, exception }: Event): string[] {
  const { type = '', value = '' } = exception?.values?.at(-1) ?? {}
  const titles = [message, logentry?.message, value, `${type}: ${value}`]
  return titles.filter((title): title is string => !!title && typeof title === 'string')
}
