/** Real programs: what the packages send of each kind. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, preview } from 'vite'
import { findChromium, launchChromium } from '../../scripts/browsers.js'
import { root } from '../../scripts/build.js'
import { kinds, type Sender } from './kinds.js'
import type { Branch, Passed, Tee } from './tee.js'

/** How many programs run at a time. */
const AT_A_TIME = 4

const here = fileURLToPath(new URL('.', import.meta.url))

export interface Senders {
  /** What is sent when the kind comes about; it does so once, however often this is asked. */
  send(sender: Sender, kind: string): Promise<Passed[]>
  close(): Promise<void>
}

interface Program {
  run(sender: Sender, kind: string, branch: Branch): Promise<void>
  close(): Promise<void>
}

/** Builds the programs, with the packages as they are published. Without a browser no page is built. */
export async function createSenders(tee: Tee): Promise<Senders> {
  const process = await buildProcess()
  const page = findChromium() ? await buildPage() : undefined
  const sent = new Map<string, Promise<Passed[]>>()
  const inTurn = takingTurns(AT_A_TIME)

  async function run(sender: Sender, kind: string): Promise<Passed[]> {
    const branch = tee.branch()
    const program = sender === 'node' ? process : page
    await program?.run(sender, kind, branch)
    return branch.passed
  }

  return {
    send(sender, kind) {
      const name = `${sender}: ${kind}`
      const known = sent.get(name) ?? inTurn(() => run(sender, kind))
      sent.set(name, known)
      return known
    },
    async close() {
      await Promise.all([process.close(), page?.close()])
    },
  }
}

/** Runs what it is given, so many at once, in the order they came. */
function takingTurns(places: number): <T>(run: () => Promise<T>) => Promise<T> {
  const free = Array.from({ length: places }, () => Promise.resolve())
  return async (run) => {
    const place = free.shift() ?? Promise.resolve()
    const ran = place.then(run)
    free.push(
      ran.then(
        () => {},
        () => {},
      ),
    )
    return ran
  }
}

function eventsOfKind(sender: Sender, kind: string): number {
  return kinds[sender][kind]?.events ?? 1
}

/** A folder from which the packages can be imported by name. */
function makeFolder(): string {
  const all = join(root, 'node_modules/.receivers')
  mkdirSync(all, { recursive: true })
  return mkdtempSync(join(all, 'program-'))
}

/** A Node process for each kind, which ends as it would by itself. */
async function buildProcess(): Promise<Program> {
  const outDir = makeFolder()
  await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { external: true },
    build: { ssr: join(here, 'program.ts'), outDir, target: 'node20' },
  })
  return {
    async run(_sender, kind, { dsn, hasPassed }) {
      await runToEnd(join(outDir, 'program.js'), kind, dsn)
      // It may end before the last answer is there.
      await hasPassed(eventsOfKind('node', kind))
    },
    close: async () => rmSync(outDir, { recursive: true }),
  }
}

/** With whatever code: crashes are among the kinds. */
function runToEnd(file: string, KIND: string, DSN: string): Promise<void> {
  const env = { PATH: process.env.PATH, KIND, DSN }
  const child = spawn(process.execPath, [file], { env, stdio: 'ignore', timeout: 30_000 })
  return new Promise((resolve, reject) => child.on('error', reject).on('close', () => resolve()))
}

/** A page for each kind, which is closed once the events have left it and nothing else is on its way. */
async function buildPage(): Promise<Program> {
  const outDir = makeFolder()
  const options = { root: join(here, 'page'), configFile: false, logLevel: 'silent' } as const
  await build({ ...options, build: { outDir, sourcemap: true } })
  const server = await preview({
    ...options,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 },
  })
  const { port } = server.httpServer.address() as AddressInfo
  const browser = await launchChromium()

  async function run(sender: Sender, kind: string, { dsn, hasPassed }: Branch): Promise<void> {
    const page = await browser.newPage()
    try {
      await page.addInitScript(`window.task = ${JSON.stringify({ dsn, sender, kind })}`)
      await page.goto(`http://127.0.0.1:${port}/`)
      await hasPassed(eventsOfKind(sender, kind))
      await page.evaluate(() => window.settled())
    } finally {
      await page.close()
    }
  }

  async function close(): Promise<void> {
    await browser.close()
    await server.close()
    rmSync(outDir, { recursive: true })
  }
  return { run, close }
}
