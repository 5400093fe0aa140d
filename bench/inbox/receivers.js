// The receivers that are measured, each as a process of its own with a fresh folder for what it keeps.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

export const receivers = {
  Inbox: (port, folder) => [
    here('../../packages/inbox/dist/esm/bin.js'),
    '--port',
    port,
    '--data-dir',
    folder,
  ],
  Spotlight: (port) => [
    here('../node_modules/@spotlightjs/spotlight/dist/run.js'),
    'server',
    '--port',
    port,
  ],
}

/** Starts a receiver; resolves when it listens, with how long that took in milliseconds. */
export async function startReceiver(name, folder = mkdtempSync(join(tmpdir(), 'bench-inbox-'))) {
  const port = await freePort()
  const started = performance.now()
  // What it prints is nobody's to read, and printing costs both alike.
  const child = spawn(process.execPath, receivers[name](String(port), folder), { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  await listening(url, child)
  return {
    name,
    url,
    folder,
    pid: child.pid,
    milliseconds: performance.now() - started,
    async stop({ keep = false } = {}) {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      if (!keep) rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function listening(url, child) {
  while (child.exitCode === null) {
    const isUp = await fetch(`${url}/`).then(
      () => true,
      () => false,
    )
    if (isUp) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`The receiver ended with exit code ${child.exitCode} before it listened.`)
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
