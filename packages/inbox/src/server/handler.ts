import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerApi } from '../api/answer.js'
import { answerUpload, isUpload } from '../artifacts/uploads.js'
import { answerMcp } from '../mcp/answer.js'
import type { Database } from '../store/database.js'
import type { SourceMaps } from '../symbolication/source-maps.js'
import type { Budget } from './budget.js'
import { checkHost, checkOrigin } from './host-check.js'
import { ingest } from './ingest.js'
import { ingestAddress } from './ingest-address.js'
import { answerPage } from './page.js'
import type { Receiver } from './receive.js'
import { Refusal } from './refusal.js'
import { sendError } from './respond.js'
import type { Stream } from './stream.js'
import { admit } from './token.js'

export interface HandlerParts {
  /** What whoever reads has to know, where others can reach it. */
  token: string | undefined
  budget: Budget
  database: Database
  receiver: Receiver
  stream: Stream
  sourceMaps: SourceMaps
}

/** The function that answers every request; it never rejects. */
export function createHandler(
  parts: HandlerParts,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    try {
      await answer(request, response, parts)
    } catch (error) {
      sendError(response, error)
    } finally {
      // What was not read of a refused body must not clog the connection.
      request.resume()
    }
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { token, budget, database, receiver, stream, sourceMaps }: HandlerParts,
): Promise<void> {
  const { path, query } = splitUrl(request.url)
  const address = ingestAddress(path)
  if (address) return ingest(request, response, address, query, receiver, budget)
  // Whoever knows the token is nobody who was lured here, whatever name this machine has for them.
  if (token === undefined) checkHost(request.headers.host)
  checkOrigin(request)
  if (token !== undefined && admit(request, response, query, token)) return
  if (path === '/api/0/stream' && request.method === 'GET') return stream.add(response)
  if (path === '/mcp') return answerMcp(request, response, database, sourceMaps.finder)
  if (path.startsWith('/api/0/')) {
    const below = path.slice('/api/0'.length)
    if (isUpload(below)) return answerUpload(request, response, below, sourceMaps, budget)
    return answerApi(request, response, below, query, database, sourceMaps.finder)
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    throw new Refusal(405, 'This address can only be read.')
  }
  return answerPage(path, request, response)
}

/** Not `new URL`: a request target such as `//` is no URL, and none of it is to be normalised. */
function splitUrl(target = '/'): { path: string; query: URLSearchParams } {
  const at = target.indexOf('?')
  const path = at === -1 ? target : target.slice(0, at)
  return { path, query: new URLSearchParams(at === -1 ? '' : target.slice(at + 1)) }
}
