import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export const alone = true

export async function main(dsn: string) {
  Sentry.init({
    dsn,
    integrations: [
      Sentry.httpIntegration({ breadcrumbs: false }),
      Sentry.nativeNodeFetchIntegration({ breadcrumbs: false }),
    ],
  })
  const server = createServer((_incoming, response) => void response.end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await (await fetch(at)).text()
  await new Promise<void>((resolve) => {
    get(at, (response) => void response.resume().on('end', resolve))
  })
  Sentry.captureMessage('after two')
  server.closeAllConnections()
  server.close()
}

export const found = ({ events: [event] }: Ending) => event?.breadcrumbs?.length ?? 0

export const expected = 0
