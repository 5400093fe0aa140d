import type { IncomingHttpHeaders } from 'node:http'
import { projectOf } from './ingest-address.js'
import { Refusal } from './refusal.js'

/**
 * The public key that a request carries in its query or in a header; undefined if only the
 * envelope can have it. Throws a `Refusal` when there are two carriers, as Sentry does.
 */
export function keyOfRequest(
  query: URLSearchParams,
  headers: IncomingHttpHeaders,
): string | undefined {
  const carriers = [keyInQuery(query), ...keysInHeaders(headers)].filter(
    (carrier) => carrier !== undefined,
  )
  if (carriers.length > 1) {
    throw new Refusal(
      400,
      'The request authenticates more than once. Use the query or one header, not both.',
    )
  }
  if (carriers[0] === '') throw new Refusal(403, 'The authentication has no sentry_key.')
  return carriers[0]
}

/** Throws a `Refusal` unless the request or its envelope has a key and both mean the same project. */
export function checkDsn(dsn: unknown, key: string | undefined, project: string): void {
  if (dsn === undefined || dsn === null) {
    if (key === undefined) throw new Refusal(403, nobody)
    return
  }
  const named = parseDsn(dsn)
  if (named === undefined) throw new Refusal(400, 'The dsn in the envelope is not a DSN.')
  if (key !== undefined && named.key !== key) {
    throw new Refusal(403, 'The dsn in the envelope has another key than the request.')
  }
  if (named.project !== project) {
    throw new Refusal(
      403,
      `The dsn in the envelope is for project ${named.project}, the request for ${project}.`,
    )
  }
}

const nobody =
  'The request has no key. Send sentry_key in the query, an X-Sentry-Auth header, ' +
  'or a dsn in the envelope.'

function keyInQuery(query: URLSearchParams): string | undefined {
  const counts = [...query.keys()].some((name) => name.startsWith('sentry_'))
  return counts ? (query.get('sentry_key') ?? '') : undefined
}

function keysInHeaders(headers: IncomingHttpHeaders): string[] {
  const own = headers['x-sentry-auth']
  const { authorization } = headers
  return [
    ...(own === undefined ? [] : [keyIn(String(own))]),
    // Any other scheme is meant for somebody else on the way.
    ...(authorization && /^sentry\s/i.test(authorization) ? [keyIn(authorization)] : []),
  ]
}

function keyIn(header: string): string {
  return /(?:^|[\s,])sentry_key\s*=\s*([^\s,]+)/.exec(header)?.[1] ?? ''
}

function parseDsn(dsn: unknown): { key: string; project: string } | undefined {
  if (typeof dsn !== 'string' || !URL.canParse(dsn)) return undefined
  const { protocol, username, pathname } = new URL(dsn)
  const project = projectOf(pathname.split('/').at(-1) ?? '')
  const valid = /^https?:$/.test(protocol) && username !== '' && project !== ''
  return valid ? { key: username, project } : undefined
}
