import { freemem, hostname } from 'node:os'
import type { Context, Contexts, Integration } from '@mayday/core'
import { cloudResource } from './cloud-resource.js'
import { type DeviceOptions, device, operatingSystem } from './machine.js'

/** Which contexts events have; those that are named here are left out with `false`. */
export interface NodeContextOptions {
  /** When the process began, and its memory. @default true */
  app?: boolean | undefined
  /** Provider and region, as far as the environment says so. @default true */
  cloudResource?: boolean | undefined
  /** Language and time zone. Finding them out takes Node some 30 ms, once. @default false */
  culture?: boolean | undefined
  /** The machine; `{ cpu, memory }` leave out one of these. @default true */
  device?: boolean | DeviceOptions | undefined
  /** @default true */
  os?: boolean | undefined
}

/** Says on which machine and runtime the event came to be. What does not change is found out for the first event. */
export function nodeContextIntegration(options: NodeContextOptions = {}): Integration {
  let unchanging: Contexts | undefined
  return {
    name: 'Context',
    processEvent(event) {
      unchanging ??= describeMachine(options)
      const contexts: Contexts = { ...unchanging, ...describeProcess(unchanging, options) }
      return {
        ...event,
        server_name: event.server_name ?? hostname(),
        contexts: { ...contexts, ...merged(contexts, event.contexts) },
      }
    },
  }
}

/** What the program says of these stands beside what is found out; a runtime is one or another. */
function merged({ runtime: _, ...known }: Contexts, given: Contexts = {}): Contexts {
  const entries = Object.entries(given).map(([name, one]): [string, Contexts[string]] => [
    name,
    one && { ...known[name], ...one },
  ])
  return Object.fromEntries(entries)
}

function describeMachine(options: NodeContextOptions): Contexts {
  const {
    os = true,
    device: machine = true,
    cloudResource: cloud = true,
    culture: tongue,
  } = options
  return without({
    runtime: { name: 'node', version: process.version },
    os: os && operatingSystem(),
    device: machine && device(Object(machine)),
    cloud_resource: cloud && cloudResource(),
    culture: tongue && culture(),
  })
}

/** What has changed since the last event. */
function describeProcess({ device }: Contexts, { app = true }: NodeContextOptions): Contexts {
  return without({
    app: app && describeApp(),
    device: device?.free_memory !== undefined && { ...device, free_memory: freemem() },
  })
}

function describeApp(): Context {
  const started = new Date(Date.now() - process.uptime() * 1000)
  // Older versions do not know it.
  const free_memory = process.availableMemory?.()
  return {
    app_start_time: started.toISOString(),
    app_memory: process.memoryUsage.rss(),
    ...(free_memory !== undefined && { free_memory }),
  }
}

function culture(): Context {
  const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return { locale, timezone: timeZone }
}

function without(contexts: Record<string, Context | false | undefined>): Contexts {
  return Object.fromEntries(Object.entries(contexts).filter(([, one]) => one)) as Contexts
}
