/** @see https://www.w3.org/TR/baggage/ */
import { describe } from '../event/inspect.js'
import { safely } from '../support/safely.js'

const PREFIX = 'sentry-'
/** Longer headers are refused by some servers, with the request. */
const MAX_LENGTH = 8192

/** Our members of a baggage header, or `undefined` when it has none. Those of others are left out. */
export function parseBaggage(header: unknown): Record<string, string> | undefined {
  const members = describe(header).split(',')
  const own = members.flatMap((member): [string, string][] => {
    // Behind a semicolon stands what is said about the value.
    const [name = '', ...rest] = (member.split(';')[0] as string).split('=')
    const key = name.trim()
    if (!key.startsWith(PREFIX) || rest.length === 0) return []
    const value = rest.join('=').trim()
    const decoded = safely('baggage', () => [key.slice(PREFIX.length), value].map(decode))
    return decoded ? [decoded as [string, string]] : []
  })
  return own.length > 0 ? Object.fromEntries(own) : undefined
}

function decode(text: string): string {
  return decodeURIComponent(text)
}

/** The baggage header of a trace, with as many members as there is room for; empty where there are none. */
export function formatBaggage(dsc: Record<string, string | undefined>): string {
  let header = ''
  for (const [name, value] of Object.entries(dsc)) {
    const member = value && safely('baggage', () => [name, value].map(encodeURIComponent).join('='))
    const longer = [...(header ? [header] : []), PREFIX + member].join(',')
    if (member && longer.length <= MAX_LENGTH) header = longer
  }
  return header
}
