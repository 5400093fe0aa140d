import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { extname } from 'node:path'
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
export async function answerPage(path: string, response: ServerResponse): Promise<void> {
  const isView = views.test(path)
  const name = isView ? 'index.html' : path.slice(1)
  if (!/^(?:index\.html|assets\/[\w-]+(?:\.[\w-]+)*)$/.test(name)) {
    throw new Refusal(404, 'There is nothing at this address.')
  }
  const content = await readFile(new URL(name, pageUrl)).catch(() => undefined)
  if (content !== undefined) return send(response, 200, contentTypes.get(extname(name)), content)
  if (!isView) throw new Refusal(404, 'There is nothing at this address.')
  send(response, 200, 'text/plain; charset=utf-8', Buffer.from(notBuilt))
}

function send(
  response: ServerResponse,
  status: number,
  contentType = 'application/octet-stream',
  content: Buffer,
): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': content.length,
    'cache-control': 'no-cache',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  })
  response.end(content)
}
