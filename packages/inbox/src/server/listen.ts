import { createServer, type RequestListener, type Server } from 'node:http'

/** Far more than browsers and programs of one team open. */
const mostConnections = 2000
const longestHeaders = 10_000
const patience = 2000

/** A server that does not wait for senders who take forever. @param timeoutMs for one request */
export function createHttpServer(listener: RequestListener, timeoutMs: number): Server {
  const server = createServer(
    {
      requestTimeout: timeoutMs,
      headersTimeout: Math.min(longestHeaders, timeoutMs),
      connectionsCheckingInterval: Math.min(2000, timeoutMs),
    },
    listener,
  )
  server.maxConnections = mostConnections
  return server
}

/** Resolves with whether the port was taken and another had to do. */
export async function listen(server: Server, port: number, host: string): Promise<boolean> {
  try {
    await listenAt(server, port, host)
    return false
  } catch (error) {
    if (port === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    await listenAt(server, 0, host)
    return true
  }
}

function listenAt(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Whoever is in the middle of sending may finish, within two seconds. */
export async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  // A connection that has its answer stays open for the next request, which is not to come.
  const sweep = setInterval(() => server.closeIdleConnections(), 10)
  const timer = setTimeout(() => server.closeAllConnections(), patience)
  await closed
  clearInterval(sweep)
  clearTimeout(timer)
}

/** What to call the host in a URL: one cannot connect to "all addresses". */
export function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
