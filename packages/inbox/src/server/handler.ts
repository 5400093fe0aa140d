import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerApi } from '../api/answer.js'
import { answerUpload, isUpload } from '../artifacts/uploads.js'
import { answerMcp } from '../mcp/answer.js'
import type { Database } from '../store/database.js'
import type { SourceMaps } from '../symbolication/source-maps.js'
import { checkHost, checkOrigin } from './host-check.js'
import { ingest, ingestProject } from './ingest.js'
import { answerPage } from './page.js'
import type { Receiver } from './receive.js'
import { Refusal } from './refusal.js'
import { sendError } from './respond.js'
import type { Stream } from './stream.js'

export interface HandlerParts {
  host: string
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
  { host, database, receiver, stream, sourceMaps }: HandlerParts,
): Promise<void> {
  const { path, query } = splitUrl(request.url)
  const project = ingestProject(path)
  if (project !== undefined) return ingest(request, response, project, query, receiver)
  checkHost(request.headers.host, host)
  checkOrigin(request)
  if (path === '/api/0/stream' && request.method === 'GET') return stream.add(response)
  if (path === '/mcp') return answerMcp(request, response, database, sourceMaps.finder)
  if (path.startsWith('/api/0/')) {
    const below = path.slice('/api/0'.length)
    if (isUpload(below)) return answerUpload(request, response, below, sourceMaps)
    return answerApi(request, response, below, query, database, sourceMaps.finder)
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    throw new Refusal(405, 'This address can only be read.')
  }
  return answerPage(path, response)
}

/** Not `new URL`: a request target such as `//` is no URL, and none of it is to be normalised. */
function splitUrl(target = '/'): { path: string; query: URLSearchParams } {
  const at = target.indexOf('?')
  const path = at === -1 ? target : target.slice(0, at)
  return { path, query: new URLSearchParams(at === -1 ? '' : target.slice(at + 1)) }
}
