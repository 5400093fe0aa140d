// The same as serve.mjs, with a server of node:http.
import { createServer } from 'node:http'
import { addBreadcrumb, flush, init, setTag, setUser, wrapHandler } from '@mayday/node'

init({ dsn: process.env.DSN })

async function answer(request) {
  const who = new URL(request.url, 'http://127.0.0.1').searchParams.get('who')
  setUser({ id: who })
  await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20))
  setTag('who', who)
  addBreadcrumb({ message: who })
  await Promise.resolve()
  throw new Error(`asked by ${who}`)
}

const wrapped = wrapHandler(answer)
const server = createServer((request, response) => {
  if (request.url === '/stop') {
    response.end('stopping')
    setTimeout(() => flush(5000).then(() => process.exit()), 50)
    return
  }
  wrapped(request, response).catch(() => response.writeHead(500).end('failed'))
}).listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })))
