import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isLoopback } from './host-check.js'
import { Refusal } from './refusal.js'

const shortest = 16
const yearInSeconds = 365 * 24 * 60 * 60

const needed =
  'This inbox needs its token. Open the address with ?token=… at its end once, ' +
  'or send the header "Authorization: Bearer …".'

/** Throws unless what is listened at is this machine alone, or whoever reads has to know a token. */
export function checkToken(host: string, token: string | undefined): void {
  if (token === undefined && !isLoopback(host.toLowerCase())) {
    const suggestion = randomBytes(16).toString('hex')
    throw new Error(
      `At ${host || 'all addresses'} others on the network could read what arrives. ` +
        `Give it a token that they need for that, such as ${suggestion}.`,
    )
  }
  if (token !== undefined && !/^[\w.~-]+$/.test(token)) {
    throw new Error('A token consists of letters, digits and . _ ~ - only.')
  }
  if (token !== undefined && token.length < shortest) {
    throw new Error(`A token has at least ${shortest} characters.`)
  }
}

/**
 * Throws a `Refusal` unless a request to the page or the API brings the token. One that brings it in the query is
 * answered with a cookie instead; gives whether it was.
 */
export function admit(
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
  token: string,
): boolean {
  const given = query.get('token')
  if (given === null) {
    if (bearerIs(request, token) || cookieIs(request, token)) return false
    throw refused()
  }
  if (!isSame(given, token)) throw refused()
  const cookie = `${cookieName(token)}=${cookieValue(token)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${yearInSeconds}`
  // Away from the address bar, and from what is bookmarked.
  response
    .writeHead(303, { location: '/', 'set-cookie': cookie, 'cache-control': 'no-store' })
    .end()
  return true
}

function refused(): Refusal {
  return new Refusal(401, needed, { 'www-authenticate': 'Bearer' })
}

function bearerIs({ headers }: IncomingMessage, token: string): boolean {
  const given = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
  return given !== undefined && isSame(given, token)
}

function cookieIs({ headers }: IncomingMessage, token: string): boolean {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim())
  const start = `${cookieName(token)}=`
  const given = pairs.find((pair) => pair.startsWith(start))?.slice(start.length)
  return given !== undefined && isSame(given, cookieValue(token))
}

/** Cookies are of a host, whatever its ports: two Inboxes on one must not overwrite each other's. */
function cookieName(token: string): string {
  return `mayday-inbox-${createHmac('sha256', token).update('name').digest('hex').slice(0, 8)}`
}

function cookieValue(token: string): string {
  return createHmac('sha256', token).update('cookie').digest('hex')
}

/** In a time that tells nothing of where they differ. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
