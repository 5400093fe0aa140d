import { type IncomingMessage, type RequestOptions, request } from 'node:http'
import * as Sentry from '@sentry/node'
import type { Ending } from '../../ending.js'

export async function main(dsn: string) {
  const seen: unknown[] = []
  Sentry.init({
    dsn,
    sendClientReports: false,
    transport: (options) =>
      Sentry.makeNodeTransport({
        ...options,
        keepAlive: true,
        headers: { ...options.headers, 'x-shop': 'yes' },
        httpModule: {
          request(given, callback) {
            const { method, path, headers } = given as RequestOptions
            const lower = Object.fromEntries(
              Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
            )
            seen.push([method, path?.replace(/\d+/, '<id>').replace(/\?.*/, ''), lower['x-shop']])
            return request(given as RequestOptions, callback as (response: IncomingMessage) => void)
          },
        },
      }),
  })
  Sentry.captureMessage('through my module')
  return [await Sentry.flush(2000), seen]
}

export const found = ({ events, returned }: Ending) => [returned, events.length]

export const expected = [[true, [['POST', '/api/<id>/envelope/', 'yes']]], 1]
