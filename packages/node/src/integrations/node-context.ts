import { arch, release, totalmem, type } from 'node:os'
import type { Contexts, Integration } from '@mayday/core'

/** Says on which machine the event came to be, and in what state the process is. */
export function nodeContextIntegration(): Integration {
  let unchanging: Contexts | undefined
  return {
    name: 'Context',
    processEvent(event) {
      unchanging ??= describeMachine()
      return {
        ...event,
        contexts: { ...unchanging, app: describeProcess(), ...event.contexts },
      }
    },
  }
}

function describeMachine(): Contexts {
  return {
    os: { name: type(), kernel_version: release() },
    device: { arch: arch(), memory_size: totalmem() },
  }
}

function describeProcess(): Record<string, unknown> {
  const started = new Date(Date.now() - process.uptime() * 1000)
  return { app_start_time: started.toISOString(), app_memory: process.memoryUsage.rss() }
}
