/** A site on loopback with the SDK in its pages, under two origins. */
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Files } from '../setup/bundle.js'

export interface Site {
  url: string
  /** The same from another port. */
  otherUrl: string
  /** What is answered under a path, until something else is. */
  pages: Record<string, PageText>
  /** Paths that are not found as long as they are in here. */
  missing: RegExp[]
  stop(): Promise<void>
}

export interface PageText {
  html: string
  headers?: Record<string, string> | undefined
}

const folder = new URL('site/', import.meta.url)

/** Scripts of pages that are served as they are written. */
const scripts: Files = Object.fromEntries(
  readdirSync(fileURLToPath(folder)).map((name) => [`/${name}`, scriptText(name)]),
)

function scriptText(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8')
}

/** Where a script says so, counted as browsers do. */
export function lineOf(name: string, text: string): number {
  const index = scriptText(name)
    .split('\n')
    .findIndex((line) => line.includes(text))
  if (index < 0) throw new Error(`${name} does not say ${text}`)
  return index + 1
}

export async function startSite(bundled: Files): Promise<Site> {
  const files = { ...bundled, ...scripts }
  const pages: Site['pages'] = {}
  const missing: Site['missing'] = []
  const servers = await Promise.all([listen(files, pages, missing), listen(files, pages, missing)])
  const [url, otherUrl] = servers.map(addressOf) as [string, string]
  return {
    url,
    otherUrl,
    pages,
    missing,
    stop: async () => void (await Promise.all(servers.map(close))),
  }
}

async function listen(
  files: Files,
  pages: Site['pages'],
  missing: Site['missing'],
): Promise<Server> {
  const server = createServer((request, response) => {
    const isMissing = missing.some((path) => path.test(request.url ?? ''))
    if (isMissing) response.writeHead(404).end()
    else answer(request, response, files, pages)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

/** `?cors` opens a path to other origins, and `/status/404` answers with that status. */
function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: Files,
  pages: Site['pages'],
): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site')
  const status = Number(/^\/status\/(\d+)$/.exec(pathname)?.[1] ?? 200)
  const { html, headers } = pages[pathname] ?? { html: '<!doctype html><title>blank</title>' }
  const file = files[pathname]
  if (searchParams.has('cors')) response.setHeader('Access-Control-Allow-Origin', '*')
  // Otherwise a browser may show a page of the test before.
  response.setHeader('Cache-Control', 'no-store')
  if (file === undefined) response.writeHead(status, { 'Content-Type': 'text/html', ...headers })
  else response.writeHead(200, { 'Content-Type': typeOf(pathname) })
  response.end(file ?? html)
}

function typeOf(path: string): string {
  return path.endsWith('.js') ? 'text/javascript' : 'application/json'
}
