import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  const posted: string[] = []
  const server = createServer(async (request, response) => {
    const bytes = Buffer.concat(await request.toArray())
    const isPacked = request.headers['content-encoding'] === 'gzip'
    const body = (isPacked ? gunzipSync(bytes) : bytes).toString()
    posted.push(
      `${request.method} ${request.url}`,
      String(JSON.parse(body.split('\n')[0] ?? '{}').dsn === dsn),
    )
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  Sentry.init({ dsn, tunnel: `http://127.0.0.1:${port}/tunnel`, sendClientReports: false })
  Sentry.captureMessage('x'.repeat(30))
  const flushed = await Sentry.flush(2000)
  server.closeAllConnections()
  server.close()
  return [flushed, posted]
}

export const found = ({ events, returned }: Ending) => [returned, events]

export const expected = [[true, ['POST /tunnel', 'true']], []]
