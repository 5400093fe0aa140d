// Serves the pages, and takes in what the SDKs send: one server for each, so that the receiver is of another origin, as
// receivers are.
import { createServer } from 'node:http'

/** What a page does not wait for is held back so long that the figures of the start are taken before; in ms. */
export const HOLD = 150

const TYPES = { html: 'text/html', js: 'text/javascript' }

/** The site: `add(path, text)` puts a file there, which a page gets after `hold` ms. */
export async function startSite() {
  const files = new Map()
  const { address, stop } = await listen((request, response) => {
    const { pathname } = new URL(request.url, 'http://page')
    const { text, hold } = files.get(pathname) ?? {}
    const answer = () => {
      response.writeHead(text === undefined ? 404 : 200, {
        'content-type': `${TYPES[pathname.split('.').at(-1)]}; charset=utf-8`,
        'cache-control': 'no-store',
      })
      response.end(text)
    }
    setTimeout(answer, hold)
  })
  return { address, stop, add: (path, text, hold = 0) => files.set(path, { text, hold }) }
}

/** Answers 200 to whatever it is sent, and keeps what has come in. */
export async function startReceiver() {
  const bodies = []
  let wake = () => {}
  const { address, stop } = await listen(async (request, response) => {
    const chunks = await request.toArray()
    bodies.push(Buffer.concat(chunks).toString())
    response.writeHead(200, {
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
      'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
    })
    response.end('{"err":0,"id":"0123456789abcdef0123456789abcdef"}')
    wake()
  })
  /** What has come in that says so. */
  const having = (text) => bodies.filter((body) => body.includes(text))
  /** True once that many have come in that say so, false when that takes too long. */
  async function arrived(text, count = 1, timeout = 3000) {
    const deadline = Date.now() + timeout
    while (having(text).length < count && Date.now() < deadline) {
      await new Promise((resolve) => {
        wake = resolve
        setTimeout(resolve, deadline - Date.now())
      })
    }
    return having(text).length >= count
  }
  return { address, stop, having, arrived }
}

async function listen(handler) {
  const server = createServer(handler)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () => {
    server.close()
    server.closeAllConnections()
  }
  return { address: `127.0.0.1:${server.address().port}`, stop }
}
