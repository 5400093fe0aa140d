import type { IncomingMessage, ServerResponse } from 'node:http'
import { checkDsn, keyOfRequest } from './auth.js'
import { readBody } from './body.js'
import { parseEnvelope } from './envelope.js'
import { type Receiver, receive } from './receive.js'
import { Refusal } from './refusal.js'
import { sendJson } from './respond.js'

const allowedHeaders = [
  'x-sentry-auth',
  'x-requested-with',
  'x-forwarded-for',
  'origin',
  'referer',
  'accept',
  'content-type',
  'authentication',
  'authorization',
  'content-encoding',
  'transfer-encoding',
  'sentry-trace',
  'baggage',
].join(', ')

/** The project that a path ingests into; undefined for every other path. */
export function ingestProject(path: string): string | undefined {
  return /^\/api\/([^/]+)\/envelope\/?$/.exec(path)?.[1]
}

/** Answers a request to the envelope endpoint. Pages of any origin may report to it. */
export async function ingest(
  request: IncomingMessage,
  response: ServerResponse,
  project: string,
  query: URLSearchParams,
  receiver: Receiver,
): Promise<void> {
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader(
    'access-control-expose-headers',
    'x-sentry-error, x-sentry-rate-limits, retry-after',
  )
  if (request.method === 'OPTIONS') return preflight(request, response)
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST, OPTIONS')
    throw new Refusal(405, 'Envelopes are sent by POST.')
  }
  const key = keyOfRequest(query, request.headers)
  const envelope = parseEnvelope(await readBody(request))
  checkDsn(envelope.headers.dsn, key, project)
  const id = await receive(envelope, project, receiver)
  sendJson(response, 200, id === undefined ? {} : { id })
}

function preflight(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-methods', 'POST, OPTIONS')
  response.setHeader('access-control-allow-headers', allowedHeaders)
  response.setHeader('access-control-max-age', '3600')
  // Chromium asks this before a page of a public site may talk to this machine.
  if (request.headers['access-control-request-private-network'] === 'true') {
    response.setHeader('access-control-allow-private-network', 'true')
  }
  response.writeHead(204).end()
}
