import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Bundle, bundle, run } from './programs.js'
import { createReceiver, type Receiver } from './setup.js'

let sdk: Bundle
let folder: string

beforeAll(async () => {
  sdk = await bundle()
}, 60_000)
afterAll(() => sdk?.remove())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mayday-spool-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a process that captures so many messages and then ends in that way. */
function capturing(way: string, count: number, dsn: string, options: object = {}, label = 'event') {
  return run('spools.mjs', {
    args: [way, `${count}`, label],
    env: { MAYDAY: sdk.url, TMPDIR: folder, OPTIONS: JSON.stringify({ dsn, ...options }) },
  })
}

/** Everything below the folder for temporary files, deepest names only. */
function files(): string[] {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
  return all.filter((one) => !one.isDirectory()).map((one) => join(one.parentPath, one.name))
}

/** How often each message has arrived. */
function arrivals({ arrived }: Receiver): Record<string, number> {
  const times: Record<string, number> = {}
  for (const { event } of arrived) {
    const { message = '' } = event ?? {}
    times[message] = (times[message] ?? 0) + 1
  }
  return times
}

function once(count: number, label = 'event'): Record<string, number> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${label} ${index + 1}`, 1]),
  )
}

/** A DSN at which nobody listens until something is started there. */
async function unreachable(): Promise<{ dsn: string; port: number }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return { dsn: `http://public@127.0.0.1:${port}/42`, port }
}

describe('what a process leaves behind', () => {
  it('is sent by the next one, once, and then gone', async () => {
    const { dsn, port } = await unreachable()
    const killed = await capturing('is killed at once', 1, dsn)
    expect(killed.signal).toBe('SIGKILL')
    expect(files()).toHaveLength(1)
    const receiver = await createReceiver('127.0.0.1', port)
    const next = await capturing('flushes', 0, dsn)
    expect(next.stdout).toContain('"captured":1,"delivered":1,')
    expect(arrivals(receiver)).toEqual(once(1))
    expect(files()).toEqual([])
  })

  it('are all of its 200 events, though it was killed in the same tick', async () => {
    const { dsn, port } = await unreachable()
    await capturing('is killed at once', 200, dsn)
    const receiver = await createReceiver('127.0.0.1', port)
    await capturing('flushes', 0, dsn)
    expect(arrivals(receiver)).toEqual(once(200))
    expect(files()).toEqual([])
  })
})
