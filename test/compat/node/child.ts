import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Ending } from './ending.js'

/** How a process ended, and what its programs returned, by path. */
export interface Outcome extends Pick<Ending, 'code' | 'signal' | 'stdout' | 'stderr'> {
  reports: Map<string, { returned?: unknown; failed?: string }>
}

/** Runs programs in one child process to its end. */
export async function runIn(
  folder: string,
  programs: [path: string, dsn: string][],
): Promise<Outcome> {
  const args = programs.flatMap(([path, dsn]) => [path.replace(/ts$/, 'js'), dsn])
  const child = spawn(process.execPath, ['start.js', ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: 50_000,
  })
  const output = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text
    })
  }
  const reports: Outcome['reports'] = new Map()
  createInterface(child.stdio[3] as Readable).on('line', (line) => {
    const { path, ...what } = JSON.parse(line)
    reports.set(path.replace(/js$/, 'ts'), what)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const stderr = output.stderr.replace(/\(node:\d+\)/g, '(node)').replaceAll(folder, '<here>')
      resolve({ code, signal, stdout: output.stdout, stderr, reports })
    })
  })
}
