import { hostname } from 'node:os'
import type { Client, Context } from '@mayday/core'
import { nameOfEnvironment } from './environment.js'
import type { NodeOptions } from './init.js'

/** Says on each event of the client which server and runtime it is of, whatever the integrations are. */
export function nameServer(client: Client, { serverName, includeServerName }: NodeOptions): void {
  const isNamed = includeServerName !== false
  let known: string | undefined
  client.on('preprocessEvent', (event) => {
    // Asked for late: the first event pays, not the start.
    known ??= serverName || nameOfEnvironment() || hostname()
    if (isNamed) event.server_name ??= known
    event.contexts = { runtime: runtime(), ...event.contexts }
  })
}

/** Bun and Deno say that they are Node, too. */
function runtime(): Context {
  const { bun, deno } = process.versions
  if (bun) return { name: 'bun', version: bun }
  return deno ? { name: 'deno', version: deno } : { name: 'node', version: process.version }
}
