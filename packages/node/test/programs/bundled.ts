/** A service that is bundled whole, in which Node's modules come before ours. */
import { createServer, request } from 'node:http'
import { captureMessage, init, setUser } from '@mayday/node'

const seen: unknown[] = []
init({
  dsn: 'http://key@127.0.0.1:9/1',
  spool: false,
  beforeSend(event) {
    seen.push([event.message, event.user?.id, event.transaction])
    return null
  },
})

const server = createServer((incoming, response) => {
  const id = `${incoming.url}`
  setUser({ id })
  incoming.resume().on('end', () => {
    captureMessage(`of ${id}`)
    response.end()
  })
}).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number }
  const ids = ['/1', '/2', '/3']
  let left = ids.length
  for (const path of ids) {
    const asking = request({ port, host: '127.0.0.1', method: 'POST', path }, (answer) => {
      answer.resume().on('end', () => {
        left--
        if (left > 0) return
        server.close()
        console.log(JSON.stringify(seen.sort()))
      })
    })
    asking.write('1')
    setTimeout(() => asking.end('2'), 5)
  }
})
