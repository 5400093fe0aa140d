import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { type Content, read } from '../content.js'

export interface Receiver {
  /** A DSN that nobody else has. */
  dsn(): string
  /** What has arrived for it so far. */
  contents(dsn: string): Content[]
  close(): void
}

/** One receiver for all programs: each sends to a project of its own. */
export async function openReceiver(): Promise<Receiver> {
  const projects: Content[][] = []
  const server = createServer(async (request, response) => {
    const [, project] = /^\/api\/(\d+)\/envelope\//.exec(request.url ?? '') ?? []
    const body = await bodyOf(request)
    projects[Number(project)]?.push(read(body))
    answer(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    dsn: () => `http://public@127.0.0.1:${port}/${projects.push([]) - 1}`,
    contents: (dsn) => projects[Number(/\d+$/.exec(dsn))] ?? [],
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks = await request.toArray()
  const bytes = Buffer.concat(chunks)
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
}

function answer(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
}
