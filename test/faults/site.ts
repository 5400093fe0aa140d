/** A site on loopback that has the SDK in its pages, beside the receiver that these send to. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { BrowserOptions } from '@mayday/browser'
import { bundle } from '../setup/bundle.js'

const main = fileURLToPath(new URL('page/main.js', import.meta.url))

export interface Site {
  url: string
  /** What pages posted to `/tunnel`, and what they are answered. */
  tunnel: { bodies: string[]; status: number; type: string }
  stop(): Promise<void>
}

/** Answers everything under its scope by asking the network itself. */
const WORKER = `
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('fetch', (event) => event.respondWith(fetch(event.request)))
`

const CSP = "default-src 'none'; script-src 'self'; connect-src 'self' http://127.0.0.1:*"

export async function startSite(): Promise<Site> {
  const files = await bundle({ main })
  const tunnel: Site['tunnel'] = { bodies: [], status: 200, type: 'application/json' }
  const server = createServer(async (request, response) => {
    const path = request.url?.split('?')[0] ?? '/'
    const file = files[path]
    if (file) send(response, 'text/javascript', file)
    else if (path === '/worker.js') send(response, 'text/javascript', WORKER)
    else if (path === '/tunnel') await pass(request, response, tunnel)
    else
      send(
        response,
        'text/html',
        '<!doctype html><title>page</title><script type="module" src="/main.js"></script>',
      )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnel,
    stop: () => stop(server),
  }
}

function send(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': CSP }).end(text)
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  { bodies, status, type }: Site['tunnel'],
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  bodies.push(Buffer.concat(chunks).toString())
  response.writeHead(status, { 'Content-Type': type }).end('{}')
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

/** The address of a page of the site that has these options. */
export function addressOf(site: Site, options: BrowserOptions | { transport: 'offline' }): string {
  return `${site.url}/#${encodeURIComponent(JSON.stringify(options))}`
}
