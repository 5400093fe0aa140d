/** Programs in runtimes other than Node, each a process of its own, with the packages as they are published. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const programs = fileURLToPath(new URL('programs', import.meta.url))

/** The path of the runtime; nothing where there is none here, which has been said already. */
export function pathOf(runtime: string): string | undefined {
  return (JSON.parse(process.env.RUNTIMES ?? '{}') as Record<string, string>)[runtime]
}

/** A folder of a program, with what npm would have installed there. */
export function createProject(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'runtime-'))
  cpSync(programs, folder, { recursive: true })
  for (const name of ['core', 'node']) {
    for (const part of ['package.json', 'dist']) {
      const at = join('packages', name, part)
      cpSync(join(root, at), join(folder, 'node_modules/@mayday', name, part), { recursive: true })
    }
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** How a program of the folder is started. */
export type Launch = (folder: string, program: string) => [command: string, ...args: string[]]

export function bun(path: string): Launch {
  return (folder, program) => [path, 'run', join(folder, program)]
}

/** Compiled on first use. */
export function bunBinary(path: string): Launch {
  return (folder, program) => {
    const binary = join(folder, program.replace('.mjs', '.bin'))
    if (!readdirSync(folder).includes(program.replace('.mjs', '.bin'))) {
      const args = ['build', '--compile', join(folder, program), '--outfile', binary]
      const { status, stderr } = spawnSync(path, args, { cwd: folder, encoding: 'utf8' })
      if (status !== 0) throw new Error(`bun build: ${stderr}`)
    }
    return [binary]
  }
}

export function deno(path: string): Launch {
  return (folder, program) => [
    path,
    'run',
    '--no-prompt',
    '--no-remote',
    '--node-modules-dir=manual',
    '--allow-net=127.0.0.1',
    '--allow-env',
    '--allow-sys',
    `--allow-read=${folder}`,
    `--allow-write=${folder}`,
    join(folder, program),
  ]
}

export interface Ending {
  code: number | null
  stdout: string
  stderr: string
}

function start(
  launch: Launch,
  folder: string,
  program: string,
  env: NodeJS.ProcessEnv,
): ChildProcess {
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary, { recursive: true })
  const [command, ...args] = launch(folder, program)
  return spawn(command, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
    env: {
      PATH: process.env.PATH,
      TMPDIR: temporary,
      DENO_DIR: join(temporary, 'deno'),
      DENO_NO_UPDATE_CHECK: '1',
      NO_COLOR: '1',
      ...env,
    },
  })
}

/** Runs a program to its end. */
export async function run(
  launch: Launch,
  folder: string,
  program: string,
  env: NodeJS.ProcessEnv,
): Promise<Ending> {
  const child = start(launch, folder, program, env)
  const output = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text
    })
  }
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...output }
}

/** Starts a program that serves; it has said where once this resolves, and has ended once `stop()` does. */
export async function serve(
  launch: Launch,
  folder: string,
  program: string,
  env: NodeJS.ProcessEnv,
): Promise<{ url: string; stop(): Promise<void> }> {
  const child = start(launch, folder, program, env)
  const closed = once(child, 'close')
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
  const port = await Promise.race([
    once(lines, 'line').then(([line]) => (JSON.parse(line) as { port: number }).port),
    closed.then(() => Promise.reject(new Error(`ended: ${stderr}`))),
  ])
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    async stop() {
      await fetch(`${url}/stop`)
      await closed
    },
  }
}
