import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { apiOf } from '../api/local.js'
import { readBody } from '../server/body.js'
import type { Database } from '../store/database.js'
import type { Finder } from '../symbolication/finder.js'
import { createMcpServer } from './server.js'

/** Answers `/mcp`: the Model Context Protocol over Streamable HTTP. Nothing of it is loaded before somebody asks. */
export async function answerMcp(
  request: IncomingMessage,
  response: ServerResponse,
  database: Database,
  finder: Finder,
): Promise<void> {
  const sdk = await import('./sdk.js')
  const url = `http://${request.headers.host}`
  const api = apiOf(database, finder)
  // Each request is answered by a server of its own: there is nothing to be remembered between two.
  const handler = sdk.createMcpHandler(() => createMcpServer(sdk, api, url))
  await send(await handler.fetch(await requestOf(request, url)), response)
}

async function requestOf(request: IncomingMessage, url: string): Promise<Request> {
  const { method = 'GET' } = request
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, String(value))
  }
  const body = method === 'POST' ? await readBody(request) : undefined
  return new Request(`${url}${request.url}`, { method, headers, ...(body && { body }) })
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, {
    ...Object.fromEntries(answer.headers),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  if (!answer.body) return void response.end()
  // Who hangs up in the middle has had enough.
  const body = Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0])
  await pipeline(body, response).catch(() => undefined)
}
