/** Real processes: how they end is the point. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Ending {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
  /** It had to be killed when it was time to end. */
  isStuck: boolean
}

export interface Running {
  ended: Promise<Ending>
  /** Lets a program end by itself that waits to be told; if it has not after so many ms, it is killed. */
  tell(patience: number): void
}

export interface ProgramSettings {
  /** The last word of its command line: how it is to end. */
  way: string
  env: Record<string, string>
  /** Arguments for Node itself. */
  flags?: string[] | undefined
  /** The process cannot make any file longer than some kB, as if the disk were full. */
  hasLittleRoom?: boolean | undefined
}

/** After so many ms the test of it has failed, whatever it waits for. */
const LONGEST = 540_000

/** Starts a file of `programs/`. */
export function startProgram(
  file: string,
  { way, env, flags = [], hasLittleRoom }: ProgramSettings,
): Running {
  const path = fileURLToPath(new URL(`programs/${file}`, import.meta.url))
  const command = [process.execPath, ...flags, path, way]
  // In blocks of 512 or 1024 bytes: enough for what the program writes down, not for its events. Node ignores the signal
  // that comes with it, and has an error from the write instead.
  const limited = ['/bin/sh', '-c', 'ulimit -f 24 && exec "$@"', 'sh', ...command]
  const [executable = '', ...args] = hasLittleRoom ? limited : command
  const child = spawn(executable, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: LONGEST,
  })
  // Whoever was killed is not told.
  child.stdin.on('error', () => {})
  const output = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text
    })
  }
  let isStuck = false
  const ended = new Promise<Ending>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      // Warnings hold the number of the process.
      const stderr = output.stderr.replace(/\(node:\d+\)/g, '(node)')
      resolve({ code, signal, ...output, stderr, isStuck })
    })
  })
  function tell(patience: number): void {
    child.stdin.end()
    const timer = setTimeout(() => {
      isStuck = child.kill('SIGKILL')
    }, patience)
    child.on('close', () => clearTimeout(timer))
  }
  return { ended, tell }
}
