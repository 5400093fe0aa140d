import { freemem } from 'node:os'
import type { Context, Contexts, Integration } from '@mayday/core'
import { cloudResource } from './cloud-resource.js'
import { lately } from './lately.js'
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

/** Says on which machine the event came to be. What does not change is found out for the first event. */
export function nodeContextIntegration(options: NodeContextOptions = {}): Integration {
  let unchanging: Contexts | undefined
  const memory = lately(readMemory)
  return {
    name: 'Context',
    processEvent(event) {
      unchanging ??= describeMachine(options)
      const changing = describeProcess(unchanging, options, memory())
      const contexts: Contexts = { ...unchanging, ...changing }
      return {
        ...event,
        contexts: { ...contexts, ...merged(contexts, event.contexts) },
      }
    },
  }
}

/** What the program says of these stands beside what is found out. */
function merged(known: Contexts, given: Contexts = {}): Contexts {
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
    os: os && operatingSystem(),
    device: machine && device(Object(machine)),
    cloud_resource: cloud && cloudResource(),
    culture: tongue && culture(),
  })
}

/** In bytes. */
interface Memory {
  ofProcess: number
  /** What the process can still have; older versions do not know it. */
  available: number | undefined
  /** What the machine has left. */
  free: number
}

function readMemory(): Memory {
  return {
    ofProcess: process.memoryUsage.rss(),
    available: process.availableMemory?.(),
    free: freemem(),
  }
}

/** What has changed since the last event. */
function describeProcess(
  { device }: Contexts,
  { app = true }: NodeContextOptions,
  { ofProcess, available, free }: Memory,
): Contexts {
  return without({
    app: app && {
      app_start_time: startOfProcess(),
      app_memory: ofProcess,
      ...(available !== undefined && { free_memory: available }),
    },
    device: device?.free_memory !== undefined && { ...device, free_memory: free },
  })
}

function startOfProcess(): string {
  return new Date(Date.now() - process.uptime() * 1000).toISOString()
}

function culture(): Context {
  const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return { locale, timezone: timeZone }
}

function without(contexts: Record<string, Context | false | undefined>): Contexts {
  return Object.fromEntries(Object.entries(contexts).filter(([, one]) => one)) as Contexts
}
