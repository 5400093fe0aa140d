/**
 * What no event may carry, whoever put it into a text. Texts may be written by an attacker, so that no expression may
 * begin at many places and run far from each of them: either what comes before the telling characters is bounded, or
 * the run from them cannot fail.
 */

import type { Clean } from '../event/normalize.js'
import type { ResolvedOptions } from '../options.js'
import { cut } from '../support/cut.js'
import { parseDsn } from '../support/dsn.js'

const FILTERED = '[Filtered]'

/** Names of what is nobody's business; but how many tokens there are, and that one is wrong, is. */
const NAMES =
  '(?:passw|passphrase|pwd|secret|token(?!iz|s\\W+\\d{1,6}\\b)|(?:api|access|account|private)[_-]?key|authorization|cookie|credential|jwt|[cx]srf|sess(?:ion)?[_-]?id)(?!\\w{0,20}(?:error|exception))'
/** These only as whole words. */
const WORDS = '(?:\\b|_)(?:sid|otp|cv[cv])'
const SECRET_NAME = /* @__PURE__ */ new RegExp(`${NAMES}|${WORDS}$|^(?:auth|pass)$`, 'i')

/**
 * Credentials are never sent, whatever the options say. What the first group holds stays. The first of these are told
 * by their form.
 */
const FORMS = [
  // user:password@ in front of a host
  /(:\/\/)[^\s/?#"'<>]+(?=@)/g,
  // Both are words, too: what follows has to look like Base64, or be of parts.
  /(\b[Bb](?:earer|asic)\s+)(?=[\w+/-]{0,30}(?:[a-z][A-Z]|[\d=]|\.\w))[\w~+/.-]{8,}=*/g,
  // JSON web tokens, and keys that say by their first letters what they open. Names go on in small letters.
  /(\b|%[\dA-F]{2}|\\\w)(?:eyJ|(?:gh[pousr]|github_pat|npm|[rs]k_(?:live|test)|whsec)_|(?:sk|xox[a-z]|glpat|GOCSPX)-|AIza|ya29\.|A[KS]IA(?=[\dA-Z]{16})|hooks\.slack\.com)(?=[a-z_+/-]{0,30}[A-Z\d])[\w.+/-]{16,}=*/g,
  /()-----BEGIN [A-Z ]*PRIVATE.*?(?:-END[A-Z ]*-*|$)/gs,
]

/** These are told by the name before them. */
const NAMED_VALUES = [
  // Lines of HTTP
  /((?:cookie|authorization):\s*)[^\s"'\\][^\n"']*/gi,
  // `name=`, `name: `, `"name": `, `\"name\": `, `<name>`, `?name=`, and what follows: to the closing quote if there is one
  /* @__PURE__ */ new RegExp(
    `((?:(?:${NAMES}|[?&](?:code|[^=&\\s]{0,50}(?:auth|key|sig|sess|saml)))[\\w-]{0,20}|${WORDS})(?:\\\\?["']\\s*|\\s*(?==))?[=:>]{1,3}\\s*(\\\\?["']|(?!(?:undefined|null)\\b)))(?:(?:(?!\\2)\\\\?.)+|[^\\s"'\\\\&,;)}<][^\\s"'&,;)}<]*)`,
    'gi',
  ),
]

/** Anything that is an address with a query or a fragment, and nothing else. */
const URL = /^[\w+.:-]*\/[^\s?#]*[?#]\S*$/

/** How far behind the cut a secret is still recognized that begins before it. */
const MARGIN = 8192

/** Makes what takes the secrets out of a member's text, and cuts a long one. */
export function createCleaner({
  dataCollection: { userInfo, queryParams },
  maxValueLength,
}: Pick<ResolvedOptions, 'dataCollection' | 'maxValueLength'>): Clean {
  function scrub(text: string, name: string): string {
    if (name === 'query_string') return scrub(`?${text}`, 'url').slice(1)
    if (isPlain(text)) return text
    // Ids of spans may look like card numbers.
    const clean = scrubText(text, userInfo || /span_id$/.test(name))
    return !queryParams && (name === 'url' || URL.test(clean)) ? withoutValues(clean) : clean
  }

  return (leaf, name) => {
    const isNumber = typeof leaf === 'number'
    // A number of tokens says how many there are.
    if (SECRET_NAME.test(name) && !(isNumber && /s$/i.test(name))) return FILTERED
    // No card has a shorter one, and to write numbers is slow.
    if (isNumber && leaf < 1e12) return leaf
    const text = `${leaf}`.slice(0, maxValueLength + MARGIN)
    const scrubbed = scrub(text, name)
    // The key of a DSN is public, and transports find their way by it.
    const dsn = name === 'dsn' && parseDsn(text)
    const clean = dsn ? scrubbed.replace(`${FILTERED}@`, `${dsn.publicKey}@`) : scrubbed
    return isNumber && clean === text ? leaf : cut(clean, maxValueLength)
  }
}

/**
 * True for most texts, at much less cost than looking for each secret: where no punctuation gives one away, it needs
 * room.
 */
function isPlain(text: string): boolean {
  return (
    !/[@=:>?#%]/.test(text) &&
    (text.length < 14 || !/\b[\w+-]{15}|-----|whsec_|\d{4} \d{4}|[Bb](earer|asic)\s/.test(text))
  )
}

/** `logo@2x.png` and `pkg@1.0.0-rc.next` are none. */
const EMAIL = /\b[\w.+-]{1,64}(?:@|%40)(?!\d+(?:x|\.\d))[\w.-]+\.[a-z]{2,}/gi
/**
 * In one piece, or in groups as on the card; what stands beside it, such as its date, is no part of it. With what the
 * big issuers begin with, and as long as theirs: other long numbers are of orders and the like.
 */
const CARD =
  /\b(?:(?:[4-6]\d|2[2-7])\d\d([ -]?)\d{4}\1\d{4}\1\d{4}|3[47]\d\d([ -]?)\d{6}\2\d{5})\b/g

/** `text` without credentials and, unless they are wanted, without e-mail addresses and card numbers. */
export function scrubText(text: string, personal = false): string {
  const clean = without(NAMED_VALUES, without(FORMS, text))
  return personal ? clean : scrubPersonal(clean)
}

/** `text` without e-mail addresses and card numbers. */
export function scrubPersonal(text: string): string {
  return text
    .replace(EMAIL, FILTERED)
    .replace(CARD, (number) => (isCard(number) ? FILTERED : number))
}

/** A line of source without what can be told by its form: whose value a name has is not for us to say there. */
export function scrubSource(line: string): string {
  return without(FORMS, line)
}

function without(patterns: readonly RegExp[], text: string): string {
  return patterns.reduce((rest, pattern) => rest.replace(pattern, `$1${FILTERED}`), text)
}

/** `url` with the names of its query parameters but without their values, and without fragment. */
function withoutValues(url: string): string {
  return url.replace(/#.*/s, '').replace(/\?.+/s, (query) =>
    // What has no name is all value.
    without([/([?&][^=&]*=|[?&])[^&]*/g], query),
  )
}

/** The last digit of a card checks the others. Of every other one the double counts, and of that its own digits. */
function isCard(number: string): boolean {
  const digits = [...number.replace(/\D/g, '')].reverse().map(Number)
  const sum = digits.reduce((sum, digit, at) => sum + (at % 2 ? (digit * 2) % 9 || digit : digit))
  return sum % 10 === 0
}
