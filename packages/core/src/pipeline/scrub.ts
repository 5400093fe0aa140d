import type { Event } from '../protocol/event.js'
import { FILTERED, isSecretName, scrubText, scrubUrl } from './secrets.js'
import type { Step } from './way.js'

/** The parts of an event that hold texts of the program. */
const PARTS = [
  'message',
  'logentry',
  'breadcrumbs',
  'request',
  'extra',
  'tags',
  'contexts',
] as const

/** Takes secrets out of the texts that programs write without thinking of who will read them, and cuts long ones. */
export const scrub: Step = (event, { client }) => {
  const { sendDefaultPii: personal, maxValueLength } = client.getOptions()

  function clean(value: unknown, key: string): unknown {
    if (typeof value === 'string') return cut(cleanText(value, key))
    if (Array.isArray(value)) return value.map((one) => clean(one, key))
    return typeof value === 'object' && value !== null ? cleanMembers(value) : value
  }

  function cleanMembers(value: object): object {
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, clean(member, key)]),
    )
  }

  function cleanText(text: string, key: string): string {
    if (isSecretName(key)) return FILTERED
    return !personal && URL_NAMES.includes(key) ? scrubUrl(text) : scrubText(text, personal)
  }

  const cut = (text: string): string =>
    text.length > maxValueLength ? `${text.slice(0, Math.max(maxValueLength - 3, 0))}...` : text

  const scrubbed: Record<string, unknown> = { ...event }
  for (const part of PARTS) if (event[part]) scrubbed[part] = clean(event[part], part)
  if (event.exception?.values) {
    scrubbed.exception = {
      values: event.exception.values.map((one) => ({ ...one, value: clean(one.value, 'value') })),
    }
  }
  return scrubbed as Event
}

/** Where breadcrumbs and requests keep addresses. */
const URL_NAMES = ['url', 'from', 'to', 'Referer']
