import type { ResolvedOptions } from '../options.js'

/** What may leave of a request's or answer's headers: nothing that says who somebody is or lets anybody in. */
const SAFE_HEADERS = [
  'accept',
  'accept-encoding',
  'accept-language',
  'content-length',
  'content-type',
  'host',
  'origin',
  'referer',
  'user-agent',
  'x-request-id',
]

/** Names of what holds credentials. */
const CREDENTIALS =
  /auth|token|secret|passw|pwd|key|jwt|bearer|sso|saml|csrf|xsrf|credential|sess|sid|identity/i

/** Names of headers that tell the client's address, or who it is. */
const CLIENT = /forwarded|-ip|remote-|via|-user/i

/** True for names of headers and cookies whose values never leave, whatever the options say. */
export function isCredential(name: string): boolean {
  return CREDENTIALS.test(name)
}

/** The harmless ones, by their names in small letters; with `httpHeaders` the others, too, but cookies and credentials. */
export function allowedHeaders(
  headers: Iterable<readonly [name: string, value: unknown]>,
  { httpHeaders, userInfo }: ResolvedOptions['dataCollection'],
): Record<string, string> {
  const isAllowed = (name: string): boolean =>
    SAFE_HEADERS.includes(name) ||
    (httpHeaders && !/cookie/.test(name) && !isCredential(name) && (userInfo || !CLIENT.test(name)))
  const all = [...headers].map(([name, value]) => [name.toLowerCase(), String(value)] as const)
  return Object.fromEntries(all.filter(([name]) => isAllowed(name)))
}
