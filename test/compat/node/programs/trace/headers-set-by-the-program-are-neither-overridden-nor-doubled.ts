import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'

const TRACE = 'ffffffffffffffffffffffffffffffff-eeeeeeeeeeeeeeee'

export async function main(dsn: string) {
  Sentry.init({ dsn })
  const seen: unknown[] = []
  const server = createServer(({ rawHeaders }, response) => {
    const own = rawHeaders.flatMap((name, at) =>
      at % 2 === 0 && /^(sentry-trace|baggage)$/i.test(name)
        ? [[name.toLowerCase(), rawHeaders[at + 1]]]
        : [],
    )
    const traces = own.filter(([name]) => name === 'sentry-trace').map(([, value]) => value)
    const baggage = own.filter(([name]) => name === 'baggage').map(([, value]) => value)
    seen.push([
      traces,
      baggage.length,
      `${baggage}`.split(',').filter((one) => one === 'mine=1').length,
    ])
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const headers = { 'sentry-trace': TRACE, baggage: 'mine=1' }
  await new Promise<void>((resolve) => {
    get(at, { headers }, (response) => void response.resume().on('end', resolve))
  })
  await (await fetch(at, { headers })).text()
  await (await fetch(new Request(at, { headers }))).text()
  server.closeAllConnections()
  server.close()
  return seen
}

export const expected = [
  [[TRACE], 1, 1],
  [[TRACE], 1, 1],
  [[TRACE], 1, 1],
]
