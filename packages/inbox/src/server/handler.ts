import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerApi } from './api.js'
import { checkHost } from './host-check.js'
import { ingest, ingestProject } from './ingest.js'
import { answerPage } from './page.js'
import type { Receiver } from './receive.js'
import { Refusal } from './refusal.js'
import { sendError } from './respond.js'
import type { Stream } from './stream.js'

export interface HandlerParts {
  host: string
  receiver: Receiver
  stream: Stream
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
  { host, receiver, stream }: HandlerParts,
): Promise<void> {
  const { path, query } = splitUrl(request.url)
  const project = ingestProject(path)
  if (project !== undefined) return ingest(request, response, project, query, receiver)
  checkHost(request.headers.host, host)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD')
    throw new Refusal(405, 'This address can only be read.')
  }
  if (path === '/api/0/stream' && request.method === 'GET') return stream.add(response)
  if (path.startsWith('/api/0/')) return answerApi(path, response, receiver.store)
  return answerPage(path, response)
}

/** Not `new URL`: a request target such as `//` is no URL, and none of it is to be normalised. */
function splitUrl(target = '/'): { path: string; query: URLSearchParams } {
  const at = target.indexOf('?')
  const path = at === -1 ? target : target.slice(0, at)
  return { path, query: new URLSearchParams(at === -1 ? '' : target.slice(at + 1)) }
}
