/** Whose a spool file is, and whether that process is still there. */
import { lstatSync } from 'node:fs'
import { hostname } from 'node:os'

/** A living owner touches its file more often, while there is something in it; in ms. */
export const SILENT = 600_000
/** Clocks are set, and processes take a moment to start; in ms. */
const SLACK = 2000

const NAME = /^(.+)-(\d+)-([\da-z]+)-[\da-f]{8}\.spool$/

/** `<host>-<process>-<when it was made>-<random>.spool`; nobody else makes the same. */
export function newName(): string {
  const made = Date.now().toString(36)
  const random = Math.random().toString(16).slice(2, 10).padEnd(8, '0')
  return `${host()}-${process.pid}-${made}-${random}.spool`
}

function host(): string {
  return hostname()
    .replace(/[^\w.-]/g, '_')
    .slice(0, 64)
}

export function isSpoolName(name: string): boolean {
  return NAME.test(name)
}

/**
 * Whether the process that wrote this file will never come back to it. Numbers of processes are given again, after a
 * restart of the machine or container often to the same program, and tell nothing of other hosts that share a volume:
 * there the silence of the file decides. Throws where the file is gone.
 */
export function isLeft(path: string, name: string): boolean {
  const [, itsHost, pid, made = ''] = NAME.exec(name) ?? []
  if (itsHost === host()) {
    const isOurs = Number(pid) === process.pid
    // Before this process there was another of its number.
    if (isOurs && Number.parseInt(made, 36) < startOfProcess() - SLACK) return true
    if (!isOurs && !isAlive(Number(pid))) return true
  }
  return Math.abs(Date.now() - lstatSync(path).mtimeMs) > SILENT
}

/** As early as it may have been: the clock may have been set since, forward or back. */
function startOfProcess(): number {
  return Math.min(performance.timeOrigin, Date.now() - process.uptime() * 1000)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // It is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
