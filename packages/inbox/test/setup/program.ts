import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, onTestFinished } from 'vitest'

const folderOf = (path: string) => fileURLToPath(new URL(path, import.meta.url))
// Two folders below `dist`, as the modules of a build are, so that it finds what lies beside them.
const built = folderOf(`../../dist/.program-${process.pid}/`)
let building: Promise<unknown> | undefined

afterAll(() => rm(built, { recursive: true, force: true }))

export interface InboxProcess {
  url: string
  process: ChildProcess
  /** Resolves when it has ended. */
  ended: Promise<unknown>
}

/** An Inbox in a process of its own, built from source, that ends with the test at the latest. */
export async function startProcess(options: object): Promise<InboxProcess> {
  building ??= buildProgram()
  await building
  const args = [`${built}esm/inbox.js`, JSON.stringify({ port: 0, ...options })]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const [url] = await Promise.race([
    once(child.stdout, 'data'),
    ended.then(([code]) => Promise.reject(new Error(`The Inbox ended with code ${code}.`))),
  ])
  return { url: String(url).trim(), process: child, ended }
}

/** Where `mayday-inbox` is, built from source: a file for Node to run. */
export async function programFile(): Promise<string> {
  building ??= buildProgram()
  await building
  return `${built}esm/mayday-inbox.js`
}

function buildProgram() {
  return build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@mayday/source'] },
    ssr: { resolve: { conditions: ['@mayday/source', 'node'] }, noExternal: [/^@mayday\//] },
    build: {
      ssr: true,
      rollupOptions: {
        input: [folderOf('../programs/inbox.ts'), folderOf('../programs/mayday-inbox.ts')],
      },
      outDir: `${built}esm`,
      minify: false,
      target: 'node20',
    },
  })
}
