import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Refusal } from './refusal.js'

/** The built page: beside `dist/esm` and `dist/cjs`, or in `dist` when this runs from source. */
const pageUrl = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/web/' : '../../web/',
  import.meta.url,
)

const notBuilt = 'The page of the inbox is not built yet. Run `npm run build` to build it.\n'

const contentTypes = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.txt', 'text/plain; charset=utf-8'],
])

/** What an event holds is written by whoever sent it: even if it got into the page, it may not run. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The addresses that the page makes of its views: each is answered with the page, which knows what to show. */
const views =
  /^\/(?:(?:issues(?:\/[\w-]+(?:\/events\/[\w-]+)?)?|events\/[\w-]+|transactions(?:\/[\w-]+)?|releases|logs|feedback|check-ins|delivery)\/?)?$/

/** Answers `/` and the addresses of views with the page, and `/assets/…` with its parts. */
export function answerPage(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  return views.test(path) ? answerView(response) : answerAsset(path, request, response)
}

async function answerView(response: ServerResponse): Promise<void> {
  response.setHeader('cache-control', 'no-cache')
  const html = await read('index.html')
  if (html) send(response, '.html', html)
  else send(response, '.txt', Buffer.from(notBuilt))
}

async function answerAsset(
  path: string,
  { headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const isAsset = /^\/assets\/[\w-]+(?:\.[\w-]+)*$/.test(path)
  const content = isAsset ? await read(path.slice(1)) : undefined
  if (!content) throw new Refusal(404, 'There is nothing at this address.')
  // Its name holds a digest of what it says.
  response.setHeader('cache-control', 'public, max-age=31536000, immutable')
  response.setHeader('vary', 'accept-encoding')
  if (!acceptsGzip(headers['accept-encoding'])) return send(response, extname(path), content)
  response.setHeader('content-encoding', 'gzip')
  send(response, extname(path), await gzipped(path, content))
}

function read(name: string): Promise<Buffer | undefined> {
  return readFile(new URL(name, pageUrl)).catch(() => undefined)
}

function acceptsGzip(encodings: string | string[] = ''): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(String(encodings))
}

const compressed = new Map<string, Promise<Buffer>>()

/** Each browser that comes asks for it, and it is compressed once. */
function gzipped(path: string, content: Buffer): Promise<Buffer> {
  const known = compressed.get(path) ?? promisify(gzip)(content)
  compressed.set(path, known)
  return known
}

function send(response: ServerResponse, extension: string, content: Buffer): void {
  response.writeHead(200, {
    'content-type': contentTypes.get(extension) ?? 'application/octet-stream',
    'content-length': content.length,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  })
  response.end(content)
}
