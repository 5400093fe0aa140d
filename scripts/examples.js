// The example programs, each started with a DSN and stopped again.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { build, preview } from 'vite'
import { root } from './build.js'

/** Builds a page of examples/ and serves it; resolves with its address and what stops it. */
export async function startPage(name, dsn) {
  const dir = join(root, 'examples', name)
  await build({
    root: dir,
    logLevel: 'warn',
    // As an .env file would; two pages are built at the same time, with a DSN each.
    define: { 'import.meta.env.VITE_MAYDAY_DSN': JSON.stringify(dsn) },
  })
  const server = await preview({
    root: dir,
    logLevel: 'warn',
    preview: { host: '127.0.0.1', port: await freePort() },
  })
  return { url: server.resolvedUrls.local[0].replace(/\/$/, ''), stop: () => server.close() }
}

/**
 * Starts a server of examples/ as its users would, and again whenever it ends by itself, as a process manager does.
 * Resolves with its address once it listens, and what stops it. `onExit` is told of each end.
 */
export async function startServer(name, dsn, onExit = (_exit) => {}) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let stopping = false
  let child

  function launch() {
    return new Promise((resolve) => {
      child = spawn(process.execPath, [join(root, 'examples', name, 'server.js')], {
        env: { ...process.env, MAYDAY_DSN: dsn, PORT: String(port) },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let stderr = ''
      child.stderr.on('data', (data) => {
        stderr += data
      })
      child.stdout.on('data', (data) => {
        if (String(data).includes('Listening on')) resolve()
      })
      child.on('exit', (code) => {
        if (stopping) return
        onExit({ name, code, stderr })
        void launch()
      })
    })
  }

  async function stop() {
    stopping = true
    if (child.exitCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill()
    await ended
  }

  await launch()
  return { url, stop }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
