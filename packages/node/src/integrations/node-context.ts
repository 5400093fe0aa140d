import { arch, hostname, release, totalmem, type } from 'node:os'
import type { Contexts, Integration } from '@mayday/core'
import { lately } from './lately.js'

/** Says on which machine and runtime the event came to be. */
export function nodeContextIntegration(): Integration {
  let unchanging: Contexts | undefined
  const memory = lately(() => process.memoryUsage.rss())
  return {
    name: 'Context',
    processEvent(event) {
      unchanging ??= describeMachine()
      return {
        ...event,
        server_name: event.server_name ?? hostname(),
        contexts: { ...unchanging, app: describeProcess(memory()), ...event.contexts },
      }
    },
  }
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
