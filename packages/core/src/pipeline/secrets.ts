/**
 * What no event may carry, whoever put it into a text. Texts may be written by an attacker, so that no expression may
 * begin at many places and run far from each of them: what comes before the telling character is bounded.
 */

import type { Clean } from '../event/normalize.js'
import type { ResolvedOptions } from '../options.js'
import { cut } from '../support/cut.js'

const FILTERED = '[Filtered]'

/** Credentials: never sent, whatever the options say. */
const CREDENTIALS: readonly [RegExp, string][] = [
  // user:password@ in front of a host
  [/(\b[a-z][a-z\d+.-]{0,30}:\/\/)[^\s/?#@:]+(?::[^\s/?#@]*)?@/gi, `$1${FILTERED}@`],
  [/\b(bearer|basic)\s+[\w~+/.-]{8,}=*/gi, `$1 ${FILTERED}`],
  // JSON web tokens
  [/(^|[^\w-])eyJ[\w-]+\.[\w-]+\.[\w-]*/g, `$1${FILTERED}`],
  // Keys that say by their first letters what they open
  [
    /\b(?:sk|pk|rk)_(?:live|test)_\w{8,}|\bgh[pousr]_\w{20,}|\bAKIA[\dA-Z]{16}\b|\bxox[abprs]-[\w-]{10,}/g,
    FILTERED,
  ],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, FILTERED],
  // name=value and name: value, where the name says that the value is secret
  [
    /\b(\w*(?:password|passwd|secret|token|api[_-]?key))(["']?\s*[=:]\s*["']?)(?!\[Filtered\])[^\s"'&,;)}]+/gi,
    `$1$2${FILTERED}`,
  ],
]

/** Names of members whose value is nobody's business. */
const SECRET_NAME = /password|passwd|secret|token|api[_-]?key|authorization|cookie|credential/i

/** Where breadcrumbs and requests keep addresses. */
const URL_NAMES = ['url', 'from', 'to', 'Referer']

/** How far behind the cut a secret is still recognized that begins before it. */
const MARGIN = 8192

/** Makes what takes the secrets out of a member's text, and cuts a long one. */
export function createCleaner({
  sendDefaultPii: personal,
  maxValueLength,
}: Pick<ResolvedOptions, 'sendDefaultPii' | 'maxValueLength'>): Clean {
  return (text, name) => {
    if (SECRET_NAME.test(name)) return FILTERED
    const scanned = text.slice(0, maxValueLength + MARGIN)
    const isUrl = !personal && URL_NAMES.includes(name)
    return cut(isUrl ? scrubUrl(scanned) : scrubText(scanned, personal), maxValueLength)
  }
}

const EMAIL = /\b[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi
/**
 * In one piece, or in groups as on the card; what stands beside it, such as its date, is no part of it. No card begins
 * with a 1, as the times of computers do.
 */
const CARD = /\b(?:[2-6]\d{12,18}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5})\b/g

/** `text` without credentials and, unless personal data is allowed, without e-mail addresses and card numbers. */
export function scrubText(text: string, personal = false): string {
  // Most texts hold none of it; this one test is much cheaper than all the others.
  if (!/[@=:\d]|eyj|bearer|basic|AKIA|_/i.test(text)) return text
  const clean = CREDENTIALS.reduce((rest, [pattern, by]) => rest.replace(pattern, by), text)
  if (personal) return clean
  return clean
    .replace(EMAIL, FILTERED)
    .replace(CARD, (digits) => (passesLuhn(digits) ? FILTERED : digits))
}

/** `url` with the names of its query parameters but without their values, without fragment and credentials. */
export function scrubUrl(url: string): string {
  const [withoutFragment = ''] = url.split('#')
  const [path = '', query] = withoutFragment.split(/\?(.*)/s)
  const clean = scrubText(path)
  if (!query) return clean
  // What has no name is all value.
  const pairs = query.split('&').map((pair) => pair.replace(/^([^=]*=)?.*/s, `$1${FILTERED}`))
  return `${clean}?${pairs.join('&')}`
}

/** The check digit that every card number ends in. Of every other digit the double counts, and of that its own digits. */
function passesLuhn(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].reverse().map(Number)
  const weighted = digits.map((digit, index) => (index % 2 ? (digit * 2) % 9 || digit : digit))
  return weighted.reduce((sum, digit) => sum + digit, 0) % 10 === 0
}
