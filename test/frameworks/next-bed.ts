/** Real apps of Next.js: built for production, and started. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, vi } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const next = createRequire(import.meta.url).resolve('next/dist/bin/next')

export interface NextApp {
  /** What the build has printed. */
  built: string
  /** Starts the app, whose server sends to this DSN. */
  serve(dsn: string): Promise<Served>
  remove(): void
}

export interface Served {
  url: string
  stop(): Promise<void>
}

/** Builds the app of that name beside this file. */
export async function buildNextApp(name: string): Promise<NextApp> {
  mkdirSync(join(root, '.mayday'), { recursive: true })
  // Below the packages, since Next.js follows no links that lead out of the folder it knows.
  const dir = mkdtempSync(join(root, '.mayday/next-'))
  cpSync(join(root, 'test/frameworks', name), dir, { recursive: true })
  const child = start(dir, ['build'], {})
  const output = outputOf(child)
  const [code] = await once(child, 'close')
  const remove = (): void => rmSync(dir, { recursive: true, force: true })
  if (code !== 0) {
    remove()
    throw new Error(output())
  }
  return {
    built: output(),
    serve: (dsn) => serve(dir, dsn),
    remove,
  }
}

async function serve(dir: string, dsn: string): Promise<Served> {
  const port = await freePort()
  const args = ['start', '-H', '127.0.0.1', '-p', String(port)]
  const child = start(dir, args, { DSN: dsn, TMPDIR: dir })
  const output = outputOf(child)
  const stop = async (): Promise<void> => {
    const closed = once(child, 'close')
    child.kill()
    await closed
  }
  try {
    await vi.waitFor(() => expect(output()).toContain('Ready in'), { timeout: 30_000 })
    return { url: `http://127.0.0.1:${port}`, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function start(cwd: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [next, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, NEXT_TELEMETRY_DISABLED: '1', CI: '1', ...env } as never,
  })
}

function outputOf(child: ChildProcess): () => string {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return () => output
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
