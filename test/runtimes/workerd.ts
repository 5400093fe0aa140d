/** Workers in the runtime that Cloudflare runs them in. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { build } from 'vite'

/** Bundles the Worker as Cloudflare's own tool does: by the condition `workerd`, without what Node brings. */
export async function bundleWorker(folder: string): Promise<string> {
  const conditions = ['workerd', 'import', 'default']
  await build({
    configFile: false,
    logLevel: 'silent',
    root: folder,
    ssr: { noExternal: true, target: 'webworker', resolve: { conditions } },
    build: {
      ssr: join(folder, 'worker.mjs'),
      outDir: join(folder, 'bundle'),
      rollupOptions: {
        external: [/^node:/],
        output: { entryFileNames: 'worker.js', codeSplitting: false },
      },
    },
  })
  return join(folder, 'bundle/worker.js')
}

interface Settings {
  dsn: string
  /** Since 2026-08-04 `nodejs_compat` is on by itself. */
  date: string
  flags: string[]
}

function configOf({ dsn, date, flags }: Settings, port: number): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "bundle/worker.js")],
  compatibilityDate = "${date}",
  compatibilityFlags = ${JSON.stringify(flags)},
  bindings = [(name = "DSN", text = "${dsn}")],
);
`
}

export interface Worker {
  url: string
  /** What was printed until now. */
  output(): string
  stop(): Promise<void>
}

/** Serves the bundled Worker. */
export async function serveWorker(
  workerd: string,
  folder: string,
  settings: Settings,
): Promise<Worker> {
  const port = await freePort()
  const config = join(folder, 'worker.capnp')
  writeFileSync(config, configOf(settings, port))
  const args = ['serve', '--experimental', config, '--control-fd=3']
  const child = spawn(workerd, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  await Promise.race([
    // It says there that it listens.
    once(child.stdio[3] as NodeJS.ReadableStream, 'data'),
    once(child, 'close').then(() => Promise.reject(new Error(`ended: ${output}`))),
  ])
  return { url: `http://127.0.0.1:${port}`, output: () => output, stop: () => end(child) }
}

async function end(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close')
  child.kill()
  await closed
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
