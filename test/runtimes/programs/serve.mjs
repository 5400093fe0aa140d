// Serves by what the runtime has for that: each request says who asks, waits in several ways, and fails.
import { addBreadcrumb, flush, init, setTag, setUser, withMayday } from '@mayday/node'

init({ dsn: process.env.DSN })

async function answer(request) {
  const { pathname, searchParams } = new URL(request.url)
  if (pathname === '/stop') {
    // The answer goes first.
    setTimeout(() => flush(5000).then(() => process.exit()), 50)
    return new Response('stopping')
  }
  const who = searchParams.get('who')
  setUser({ id: who })
  await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20))
  setTag('who', who)
  await request.text()
  addBreadcrumb({ message: who })
  await Promise.resolve()
  throw new Error(`asked by ${who}`)
}

const fetch = withMayday(answer)
const onFailure = () => new Response('failed', { status: 500 })
if (globalThis.Bun) {
  const { port } = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch, error: onFailure })
  console.log(JSON.stringify({ port }))
} else {
  const { addr } = Deno.serve(
    { port: 0, hostname: '127.0.0.1', onListen() {}, onError: onFailure },
    fetch,
  )
  console.log(JSON.stringify({ port: addr.port }))
}
