import { hostname } from 'node:os'
import type { Client } from '@mayday/core'
import type { NodeOptions } from './init.js'

/** Says on each event of the client which server and runtime it is of, whatever the integrations are. */
export function nameServer(client: Client, { serverName, includeServerName }: NodeOptions): void {
  const isNamed = includeServerName !== false
  client.on('preprocessEvent', (event) => {
    // Asked for late: the first event pays, not the start.
    if (isNamed) event.server_name ??= serverName || process.env.SENTRY_NAME || hostname()
    const runtime = { name: 'node', version: process.version }
    event.contexts = { runtime, ...event.contexts }
  })
}
