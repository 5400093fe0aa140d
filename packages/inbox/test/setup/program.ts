import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
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
  const ended = endWithTest(child)
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
  return `${built}esm/bin.js`
}

export interface RunningProgram {
  process: ChildProcessWithoutNullStreams
  /** What it has printed so far. */
  printed: { out: string; err: string }
  /** Resolves with its exit code, once all is printed. */
  ended: Promise<number | null>
}

/** `mayday-inbox`, built from source, in a process of its own that ends with the test at the latest. */
export async function startProgram(
  args: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<RunningProgram> {
  const child = spawn(process.execPath, [await programFile(), ...args], {
    env: { ...process.env, ...env },
  })
  const printed = { out: '', err: '' }
  child.stdout.on('data', (text) => (printed.out += text))
  child.stderr.on('data', (text) => (printed.err += text))
  const ended = endWithTest(child).then(([code]) => code as number | null)
  return { process: child, printed, ended }
}

function endWithTest(child: ChildProcess): Promise<unknown[]> {
  const ended = once(child, 'close')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return ended
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
        // None in a folder of their own, which would be three below.
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        input: { inbox: folderOf('../programs/inbox.ts'), bin: folderOf('../../src/bin.ts') },
      },
      outDir: `${built}esm`,
      minify: false,
      target: 'node20',
    },
  })
}
