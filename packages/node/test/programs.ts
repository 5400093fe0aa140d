/** Real processes, since how they end is the point. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'

export interface Bundle {
  url: string
  remove(): void
}

/** The sources of this package as one file, as Node can read it: so nothing depends on a build that may be old. */
export async function bundle(entry = '../src/index.ts'): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), 'mayday-programs-'))
  const conditions = ['@mayday/source', 'node', 'import', 'default']
  await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions },
    ssr: { noExternal: true, resolve: { conditions } },
    build: {
      ssr: fileURLToPath(new URL(entry, import.meta.url)),
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'mayday.mjs' } },
    },
  })
  return {
    url: pathToFileURL(join(folder, 'mayday.mjs')).href,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export interface Ending {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** Runs a file of `programs/` to its end. */
export async function run(
  program: string,
  {
    args = [],
    flags = [],
    env = {},
    shell,
    timeout = 20_000,
  }: {
    args?: string[]
    flags?: string[]
    env?: NodeJS.ProcessEnv
    /** What a shell does before it becomes the program. */
    shell?: string
    /** Ms after which it is killed. */
    timeout?: number
  },
): Promise<Ending & { ms: number }> {
  const file = fileURLToPath(new URL(`programs/${program}`, import.meta.url))
  const started = performance.now()
  const words = [process.execPath, ...flags, file, ...args]
  const [command = '', ...rest] = shell ? ['sh', '-c', `${shell}; exec "$0" "$@"`, ...words] : words
  const child = spawn(command, rest, {
    env: { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
  })
  const output = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      // Warnings hold the number of the process.
      const stderr = output.stderr.replace(/\(node:\d+\)/g, '(node)')
      resolve({ code, signal, ...output, stderr, ms: performance.now() - started })
    })
  })
}
