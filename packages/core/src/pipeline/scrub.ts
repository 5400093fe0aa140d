import type { Breadcrumb, Event } from '../protocol/event.js'
import { scrubText, scrubUrl } from './secrets.js'
import type { Step } from './way.js'

/** Takes secrets out of the texts that programs write without thinking of who will read them. */
export const scrub: Step = (event, { client }) => {
  const personal = client.getOptions().sendDefaultPii
  // Where a program wrote something else than a text, there is none to look at.
  const text = (value: string): string =>
    typeof value === 'string' ? scrubText(value, personal) : value
  const scrubbed: Event = { ...event }
  if (event.message) scrubbed.message = text(event.message)
  if (event.logentry) scrubbed.logentry = mapTexts(event.logentry, text)
  if (event.exception?.values) {
    scrubbed.exception = {
      values: event.exception.values.map((one) =>
        one.value ? { ...one, value: text(one.value) } : one,
      ),
    }
  }
  if (event.breadcrumbs) {
    scrubbed.breadcrumbs = event.breadcrumbs.map((one) => scrubBreadcrumb(one, text, personal))
  }
  if (typeof event.request?.url === 'string') {
    const url = personal ? text(event.request.url) : scrubUrl(event.request.url)
    scrubbed.request = { ...event.request, url }
  }
  return scrubbed
}

const URL_KEYS = ['url', 'from', 'to']

function scrubBreadcrumb(
  breadcrumb: Breadcrumb,
  text: (value: string) => string,
  personal: boolean,
): Breadcrumb {
  const scrubbed = mapTexts(breadcrumb, text)
  if (personal || !scrubbed.data) return scrubbed
  const data = { ...scrubbed.data }
  for (const key of URL_KEYS) {
    if (typeof data[key] === 'string') data[key] = scrubUrl(data[key])
  }
  return { ...scrubbed, data }
}

/** The same structure with every string in it replaced; the value is already a plain copy. */
function mapTexts<T>(value: T, text: (value: string) => string): T {
  if (typeof value === 'string') return text(value) as T
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, text)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, mapTexts(member, text)]),
  ) as T
}
