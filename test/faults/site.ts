/** A site on loopback that has the SDK in its pages, beside the receiver that these send to. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserOptions } from '@mayday/browser'
import { build, type Rollup } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Site {
  url: string
  /** What pages posted to `/tunnel`, and what they are answered. */
  tunnel: { bodies: string[]; status: number; type: string }
  stop(): Promise<void>
}

/** The page's own script: it starts the SDK with the options that its address says. */
const MAIN = `
import { init, makeBrowserOfflineTransport } from '@mayday/browser'
const options = JSON.parse(decodeURIComponent(location.hash.slice(1)) || 'null')
if (options) {
  const isOffline = options.transport === 'offline'
  globalThis.client = init({ ...options, ...(isOffline && { transport: makeBrowserOfflineTransport() }) })
}
globalThis.capture = (title, hint) => client.captureException(new Error(title), hint)
// In a worker
globalThis.onmessage = ({ data }) => capture(data)
`

/** Answers everything under its scope by asking the network itself. */
const WORKER = `
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
self.addEventListener('fetch', (event) => event.respondWith(fetch(event.request)))
`

const CSP = "default-src 'none'; script-src 'self'; connect-src 'self' http://127.0.0.1:*"

/** The SDK from its sources, as an application would bundle it: scripts by their path. */
async function bundled(main: string): Promise<Map<string, string>> {
  const dir = mkdtempSync(join(root, 'node_modules/.page-'))
  try {
    writeFileSync(join(dir, 'main.js'), main)
    const result = await build({
      root: dir,
      configFile: false,
      logLevel: 'error',
      resolve: { conditions: ['@mayday/source', 'module', 'import', 'default'] },
      build: {
        write: false,
        target: 'es2022',
        minify: false,
        modulePreload: false,
        rollupOptions: {
          input: join(dir, 'main.js'),
          output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
        },
      },
    })
    const { output } = result as Rollup.RollupOutput
    const chunks = output.filter((one) => one.type === 'chunk')
    return new Map(chunks.map(({ fileName, code }) => [`/${fileName}`, code]))
  } finally {
    rmSync(dir, { recursive: true })
  }
}

export async function startSite(): Promise<Site> {
  const scripts = await bundled(MAIN)
  const tunnel: Site['tunnel'] = { bodies: [], status: 200, type: 'application/json' }
  const server = createServer(async (request, response) => {
    const path = request.url?.split('?')[0] ?? '/'
    const script = scripts.get(path)
    if (script) send(response, 'text/javascript', script)
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
