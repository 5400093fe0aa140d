import type { IncomingMessage, ServerResponse } from 'node:http'
import { checkDsn, keyOfRequest } from './auth.js'
import { readBody } from './body.js'
import type { Budget } from './budget.js'
import { allowEveryPage, preflight } from './cors.js'
import { parseEnvelope, type ReceivedEnvelope } from './envelope.js'
import type { IngestAddress } from './ingest-address.js'
import { type Receiver, receive, receiveReport } from './receive.js'
import { Refusal } from './refusal.js'
import { sendJson } from './respond.js'
import { storeEnvelope } from './store-body.js'

/** An ingest request, taken apart. */
interface Ingested {
  request: IncomingMessage
  query: URLSearchParams
  /** The key that the request came with; undefined if only the envelope can have it. */
  key: string | undefined
  project: string
  body: Buffer
}

type Endpoint = (ingested: Ingested, receiver: Receiver) => Promise<string | undefined>

const endpoints: Record<string, Endpoint> = { envelope, store, security }

/** What is there in other receivers, and what to do instead. */
const absent = new Map([
  [
    'minidump',
    'The inbox cannot read minidumps. Send what is known of the crash as an event to the envelope endpoint; ' +
      'the minidump itself may go along as an attachment.',
  ],
  [
    'unreal',
    'The inbox cannot read crash reports of Unreal Engine. Send events to the envelope endpoint.',
  ],
  ['attachments', 'Attachments are sent in the envelope of their event.'],
])

/** Answers a request to an ingest endpoint. Pages of any origin may report to it. */
export async function ingest(
  request: IncomingMessage,
  response: ServerResponse,
  address: IngestAddress,
  query: URLSearchParams,
  receiver: Receiver,
  budget: Budget,
): Promise<void> {
  allowEveryPage(response)
  if (request.method === 'OPTIONS') return preflight(request, response)
  const endpoint = endpointOf(address)
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST, OPTIONS')
    throw new Refusal(405, 'Envelopes are sent by POST.')
  }
  const key = keyOfRequest(query, request.headers)
  const share = budget.open()
  try {
    const body = await readBody(request, share)
    const { project } = address
    const id = await endpoint({ request, query, key, project, body }, receiver)
    sendJson(response, 200, id === undefined ? {} : { id })
  } finally {
    share.release()
  }
}

function endpointOf({ endpoint }: IngestAddress): Endpoint {
  const sentence = absent.get(endpoint)
  if (sentence !== undefined) throw new Refusal(endpoint === 'minidump' ? 400 : 404, sentence)
  return endpoints[endpoint] as Endpoint
}

async function envelope(ingested: Ingested, receiver: Receiver): Promise<string | undefined> {
  return receiveChecked(parseEnvelope(ingested.body), ingested, receiver)
}

/** What SDKs did before there were envelopes: the body is the event. */
async function store(ingested: Ingested, receiver: Receiver): Promise<string | undefined> {
  return receiveChecked(await storeEnvelope(ingested.body), ingested, receiver)
}

/** What browsers send by themselves where a policy names the address. */
async function security(
  { request, query, key, project, body }: Ingested,
  receiver: Receiver,
): Promise<string | undefined> {
  checkDsn(undefined, key, project)
  const { 'user-agent': userAgent } = request.headers
  const release = query.get('sentry_release') ?? undefined
  const environment = query.get('sentry_environment') ?? undefined
  return receiveReport(body, { userAgent, release, environment }, project, receiver)
}

function receiveChecked(
  received: ReceivedEnvelope,
  { key, project }: Ingested,
  receiver: Receiver,
): Promise<string | undefined> {
  checkDsn(received.headers.dsn, key, project)
  return receive(received, project, receiver)
}
