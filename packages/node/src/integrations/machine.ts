import { readFileSync } from 'node:fs'
import { arch, cpus, freemem, platform, release, totalmem, type, uptime } from 'node:os'
import { type Context, safely } from '@mayday/core'

/** Which parts of the machine are told. */
export interface DeviceOptions {
  cpu?: boolean | undefined
  memory?: boolean | undefined
}

/** What systems are called where Node calls them otherwise. */
const NAMES: Record<string, string> = { Darwin: 'macOS', Windows_NT: 'Windows' }

/** The system, and of Linux the distribution, for which a small file is read. */
export function operatingSystem(): Context {
  const system = { name: NAMES[type()] ?? type(), kernel_version: release() }
  if (platform() === 'win32') return { ...system, version: release() }
  return platform() === 'linux' ? { ...system, ...safely('os-release', distribution) } : system
}

/** @see https://www.freedesktop.org/software/systemd/man/latest/os-release.html */
function distribution(): Context {
  const text = readFileSync('/etc/os-release', 'utf8')
  const told = { distribution_name: 'ID', distribution_version: 'VERSION_ID' }
  const facts = Object.entries(told).map(([key, name]) => [
    key,
    new RegExp(`^${name}=(["']?)(.+)\\1$`, 'm').exec(text)?.[2],
  ])
  return Object.fromEntries(facts.filter(([, fact]) => fact))
}

export function device({ cpu = true, memory = true }: DeviceOptions): Context {
  const [first, ...others] = cpu ? cpus() : []
  return {
    arch: arch(),
    boot_time: new Date(Date.now() - uptime() * 1000).toISOString(),
    ...(memory && { memory_size: totalmem(), free_memory: freemem() }),
    ...(first && {
      processor_count: 1 + others.length,
      cpu_description: first.model,
      processor_frequency: first.speed,
    }),
  }
}
