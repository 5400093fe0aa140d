/**
 * What no event may carry, whoever put it into a text. Texts may be written by an attacker, so that no expression may
 * begin at many places and run far from each of them: either what comes before the telling characters is bounded, or
 * the run from them cannot fail.
 */

import type { Clean } from '../event/normalize.js'
import type { ResolvedOptions } from '../options.js'
import { cut } from '../support/cut.js'

const FILTERED = '[Filtered]'

/** Names of what is nobody's business; but how many tokens there are, and that one is wrong, is. */
const NAMES =
  '(?:passw(?:or)?d|passphrase|pwd|secret|token(?!iz|s\\W{1,3}\\d{1,6}\\b)|(?:api|access|account|private)[_-]?key|authorization|cookie|credential|jwt|[cx]srf|sess(?:ion)?[_-]?id)(?!\\w{0,20}(?:error|exception))'
/** These only as whole words. */
const WORDS = '(?:\\b|_)(?:sid|otp|cv[cv])'
const SECRET_NAME = /* @__PURE__ */ new RegExp(`${NAMES}|${WORDS}$|^(?:auth|pass)$`, 'i')
/** `name=`, `name: `, `"name": `, `\"name\": `, `<name>` */
const NAMED = `((?:${NAMES}[\\w-]{0,20}|${WORDS})(?:\\\\?["']\\s{0,9}[=:]|\\s{0,9}=|[:>])[=:>]{0,2}\\s{0,9}`

/** Credentials are never sent, whatever the options say. What the first group holds stays. These are told by their form. */
const FORMS = [
  // user:password@ in front of a host
  /(:\/\/)[^\s/?#"'<>]+(?=@)/g,
  /(\bbearer\s{1,9})(?!auth)[\w~+/.-]{8,}=*/gi,
  // An English word, too: what follows has to look like Base64.
  /(\b[Bb]asic\s{1,9})(?=[\w+/]{0,30}(?:[a-z][A-Z]|\d|=))[\w+/]{8,}=*/g,
  // Keys that say by their first letters what they open. After some come letters and digits only, unlike in names.
  /()(?:gh[pousr]|github_pat|npm|hf|shp[a-z]{2}|do[opr]_v1|[srp]k_(?:live|test)|sntry[su]|lin_api|glsa)_[A-Za-z\d]{16}\w*/g,
  // What ends in a slash is an address that takes what anybody posts.
  /()(?:xox[a-z]-|xapp-\d|AIza|ya29\.|GOCSPX-|gl(?:pat|[dr]t|ptt)-|pypi-AgE|sq0[a-z]{3}-|\d{6,10}:AA|SG\.[\w-]{10,}\.|whsec_|hooks\.slack\.com\/|discord(?:app)?\.com\/api\/webhooks\/)[\w+/-]{10,}=*/g,
  /()A[KS]IA[\dA-Z]{16}\w*/g,
  // JSON web tokens, and keys whose first letters are too short to stand in the middle of a word
  /(^|[^\w-]|%[\dA-F]{2})(?:eyJ[\w-]+(?:\.[\w-]*)+|SK[\da-f]{32}\w*|sk-(?=[a-z-]{0,30}[\dA-Z])[\w-]{20,})/g,
  /()-----BEGIN [A-Z ]{0,30}PRIVATE KEY[\s\S]*?(?:-----END[A-Z ]*-*|$)/g,
]

/** These are told by the name before them. */
const NAMED_VALUES = [
  // Lines of HTTP
  /((?:cookie|authorization):\s{0,9})(?=[^\s"'\\])[^\n"']+/gi,
  // Values of secret names, to the closing quote where there is one
  /* @__PURE__ */ new RegExp(`${NAMED}(\\\\?["']))(?:(?!\\2)\\\\?.)*`, 'gi'),
  /* @__PURE__ */ new RegExp(`${NAMED})(?!undefined\\b|null\\b|\\\\)[^\\s"'&,;)}<]+`, 'gi'),
  // Queries
  /([?&](?:[^=&\s]{0,50}(?:auth|key|sig|sess|sid|sso|saml)[^=&\s]{0,20}|code)=)[^\s&#"']+/gi,
]

/** Where breadcrumbs and requests keep addresses. */
const URL_NAMES = /^(?:url|from|to|referer|location)$/i
/** Anything that is an address with a query and nothing else. */
const URL = /^(?:[\w+.-]{1,30}:\/)?\/[^\s?]*\?\S*$/

/** How far behind the cut a secret is still recognized that begins before it. */
const MARGIN = 8192

/** Makes what takes the secrets out of a member's text, and cuts a long one. */
export function createCleaner({
  dataCollection: { userInfo, queryParams },
  maxValueLength,
}: Pick<ResolvedOptions, 'dataCollection' | 'maxValueLength'>): Clean {
  function scrub(text: string, name: string): string {
    if (name === 'query_string') return scrub(`?${text}`, 'url').slice(1)
    // Ids of spans may look like card numbers.
    const clean = scrubText(text, userInfo || /span_id$/.test(name))
    return !queryParams && (URL_NAMES.test(name) || URL.test(clean)) ? withoutValues(clean) : clean
  }

  return (leaf, name) => {
    const text = `${leaf}`.slice(0, maxValueLength + MARGIN)
    // How many tokens there are is said by a number.
    const isSecret = SECRET_NAME.test(typeof leaf === 'number' ? `${name}:${text}` : name)
    const clean = isSecret ? FILTERED : scrub(text, name)
    return typeof leaf === 'number' && clean === text ? leaf : cut(clean, maxValueLength)
  }
}

/** Some of this is in every text that holds any of it. */
const CLUE = /[@=:>]|[\w+-]{16}|\d{4} \d{4}|%40|eyJ|BEGIN|whsec|bearer|basic/i

/** `logo@2x.png` and `pkg@1.0.0-rc.next` are none. */
const EMAIL = /\b[\w.+-]{1,64}(?:@|%40)(?!\dx\.|\d+\.\d)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/gi
/**
 * In one piece, or in groups as on the card; what stands beside it, such as its date, is no part of it. With what the
 * big issuers begin with, and as long as theirs: other long numbers are of orders and the like.
 */
const CARD =
  /\b(?:(?:[4-6]\d|2[2-7]|35)\d\d([ -]?)\d{4}\1\d{4}\1\d{4}|3[04678]\d\d([ -]?)\d{6}\2\d{4,5})\b/g

/** `text` without credentials and, unless they are wanted, without e-mail addresses and card numbers. */
export function scrubText(text: string, personal = false): string {
  // Most texts hold none of it; this one test is much cheaper than all the others.
  if (!CLUE.test(text)) return text
  const clean = without(NAMED_VALUES, scrubSource(text))
  return personal
    ? clean
    : clean.replace(EMAIL, FILTERED).replace(CARD, (number) => (isCard(number) ? FILTERED : number))
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
  const [, path = '', query = ''] = /^([^?#]*)(\?[^#]+)?/.exec(url) ?? []
  // What has no name is all value.
  return path + query.replace(/([?&][^=&]*=|[?&])[^&]*/g, `$1${FILTERED}`)
}

/** The last digit of a card checks the others. Of every other one the double counts, and of that its own digits. */
function isCard(number: string): boolean {
  const reversed = [...number.replace(/\D/g, '')].reverse().map(Number)
  const sum = reversed.reduce((sum, digit, at) => sum + (at % 2 ? (digit * 2) % 9 || digit : digit))
  return sum % 10 === 0
}
