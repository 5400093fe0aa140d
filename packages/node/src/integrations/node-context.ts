import { arch, hostname, release, totalmem, type } from 'node:os'
import type { Client, Contexts, Integration } from '@mayday/core'
import type { NodeOptions } from '../init.js'
import { lately } from './lately.js'

/** Says on which machine and runtime the event came to be. */
export function nodeContextIntegration(): Integration {
  let unchanging: Contexts | undefined
  const memory = lately(() => process.memoryUsage.rss())
  return {
    name: 'Context',
    processEvent(event, _hint, client) {
      unchanging ??= describeMachine()
      const server_name = event.server_name ?? serverNameOf(client)
      return {
        ...event,
        ...(server_name && { server_name }),
        contexts: { ...unchanging, app: describeProcess(memory()), ...event.contexts },
      }
    },
  }
}

function serverNameOf(client: Client): string | undefined {
  const { serverName, includeServerName } = client.getOptions() as NodeOptions
  if (includeServerName === false) return undefined
  return serverName ? String(serverName) : hostname()
}

function describeMachine(): Contexts {
  return {
    runtime: { name: 'node', version: process.version },
    os: { name: type(), kernel_version: release() },
    device: { arch: arch(), memory_size: totalmem() },
  }
}

function describeProcess(app_memory: number): Record<string, unknown> {
  const started = new Date(Date.now() - process.uptime() * 1000)
  return { app_start_time: started.toISOString(), app_memory }
}
