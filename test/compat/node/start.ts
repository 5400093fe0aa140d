/** The first file of a child process: runs the programs that its arguments name, one after the other. */
import { writeSync } from 'node:fs'
import * as Sentry from '@sentry/node'
import type { Program } from './ending.js'

const [, , ...given] = process.argv

/** The parent listens here; what programs print is their own affair. */
function report(path: string, what: { returned?: unknown; failed?: string }): void {
  writeSync(3, `${JSON.stringify({ path, ...what })}\n`)
}

async function start(path: string, dsn: string): Promise<void> {
  try {
    const { main }: Program = await import(`./${path}`)
    report(path, { returned: (await main(dsn)) ?? null })
  } catch (error) {
    report(path, { failed: error instanceof Error ? `${error.stack}` : `${error}` })
  }
}

/** So that the next program finds nothing of this one. */
async function leave(): Promise<void> {
  await Sentry.close(5000)
  for (const scope of [
    Sentry.getGlobalScope(),
    Sentry.getIsolationScope(),
    Sentry.getCurrentScope(),
  ])
    scope.clear()
}

async function startAll(): Promise<void> {
  const isAlone = given.length === 2
  // Some SDKs let the process end while somebody waits for them.
  if (!isAlone) setInterval(() => {}, 60_000)
  for (let at = 0; at < given.length; at += 2) {
    const [path = '', dsn = ''] = given.slice(at)
    if (isAlone) return void start(path, dsn)
    await start(path, dsn)
    await leave()
  }
  // Not every SDK lets go of all that would keep the process alive.
  process.exit()
}

void startAll()
