// Serves many requests in the process that asks, and prints what is left of them.
import { Agent, createServer, request } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const [url, count] = process.argv.slice(2)
const { captureMessage, getIsolationScope, init, setUser, addBreadcrumb } = await import(url)

let captured = 0
init({
  dsn: 'http://key@127.0.0.1:9/1',
  spool: false,
  floodControl: false,
  beforeSend() {
    captured++
    return null
  },
})

const scopes = []
const server = createServer((incoming, response) => {
  setUser({ id: incoming.url })
  addBreadcrumb({ message: 'x'.repeat(100) })
  scopes.push(new WeakRef(getIsolationScope()))
  incoming.resume().on('end', () => {
    captureMessage(`served ${incoming.url}`)
    setImmediate(() => response.end())
  })
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.address()
const agent = new Agent({ keepAlive: true, maxSockets: 20 })

const ask = (index) =>
  new Promise((resolve, reject) => {
    const method = index % 2 ? 'GET' : 'POST'
    request({ port, host: '127.0.0.1', agent, method, path: `/${index}` }, (answer) => {
      answer.resume().on('end', resolve)
    })
      .on('error', reject)
      .end(method === 'POST' ? 'body' : undefined)
  })

let next = 0
await Promise.all(
  Array.from({ length: 20 }, async () => {
    while (next < Number(count)) await ask(next++)
  }),
)

setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc')
for (let turn = 0; turn < 5; turn++) {
  await new Promise((resolve) => setTimeout(resolve, 20))
  gc()
}
const alive = scopes.filter((one) => one.deref()).length
console.log(JSON.stringify({ served: scopes.length, captured, alive }))
agent.destroy()
server.close()
