import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const seen: unknown[] = []
  const own = Sentry.getCurrentScope().getPropagationContext().traceId
  const server = createServer(({ headers }, response) => {
    const trace = `${headers['sentry-trace']}`
    seen.push([
      /^[0-9a-f]{32}-[0-9a-f]{16}$/.test(trace),
      trace.startsWith(own),
      `${headers.baggage}`.includes(own),
    ])
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await new Promise<void>((resolve) => {
    get(at, (response) => void response.resume().on('end', resolve))
  })
  await (await fetch(at)).text()
  server.closeAllConnections()
  server.close()
  return seen
}

export const expected = [
  [true, true, true],
  [true, true, true],
]
