import { createServer } from 'node:http'
import * as Mayday from '@mayday/node'

Mayday.init({
  dsn: process.env.MAYDAY_DSN,
  release: 'example-node-http@1.0.0',
  environment: 'example',
})
Mayday.setTag('example', 'node-http')

const handle = Mayday.wrapHandler(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost')
  console.log(`serving ${pathname}`)
  if (pathname === '/order') return placeOrder(response)
  // Nothing catches what a timer throws: the process ends, and the error still arrives.
  if (pathname === '/crash') return setTimeout(crash, 10)
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end('<a href="/order">Place an order</a> or <a href="/crash">crash the server</a>')
})

async function placeOrder(response) {
  Mayday.setUser({ id: '7' })
  const stock = await loadStock()
  response.end(`${stock.tea.count} left`)
}

async function loadStock() {
  return { coffee: { count: 3 } }
}

function crash() {
  throw new RangeError('The ledger does not add up')
}

const server = createServer((request, response) => {
  handle(request, response).catch(() => {
    response.statusCode = 500
    response.end('Something broke, and we know of it.')
  })
})

server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}`)
})
