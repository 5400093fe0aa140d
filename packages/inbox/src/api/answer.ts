import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody } from '../server/body.js'
import { Refusal } from '../server/refusal.js'
import { sendJson } from '../server/respond.js'
import type { Database } from '../store/database.js'
import type { Finder } from '../symbolication/finder.js'
import { BytesAnswer, sendBytes } from './bytes.js'
import { findRoute, type Route } from './route.js'
import { routes } from './routes.js'

const largestBody = 1024 * 1024

/** Answers a request below `/api/0`. */
export async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: URLSearchParams,
  database: Database,
  finder: Finder,
): Promise<void> {
  const found = findRoute(routes, path)
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const route = found.routes.find((candidate) => candidate.method === method)
  if (!route) throw noRoute(found.routes, response)
  const body = method === 'POST' ? await readJson(request) : undefined
  const answer = await route.answer({ params: found.params, query, body, database, finder })
  if (answer === undefined) throw new Refusal(404, 'There is nothing at this address.')
  if (answer instanceof BytesAnswer) sendBytes(response, answer)
  else sendJson(response, 200, answer)
}

function noRoute(others: Route[], response: ServerResponse): Refusal {
  if (others.length === 0) return new Refusal(404, 'There is nothing at this address.')
  const methods = others.map(({ method }) => method).join(', ')
  response.setHeader('allow', methods)
  return new Refusal(405, `This address takes ${methods}.`)
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  // A form of another site can send anything but this.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw new Refusal(415, 'Send JSON, with the content type application/json.')
  }
  const bytes = await readBody(request)
  if (bytes.length > largestBody) throw new Refusal(413, 'The body is larger than 1 MiB.')
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new Refusal(400, 'The body is not JSON.')
  }
}
