// One bundle for all engines and tests of a run.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { bundle, type Files } from '../setup/bundle.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** All scripts with an SDK in them. */
    files: Files
  }
}

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const peer = pathOf('../../bench/node_modules/@sentry/browser')

export default async function setup(project: TestProject): Promise<void> {
  const main = pathOf('entries/main.ts')
  const entries = existsSync(peer) ? { main, peer: pathOf('entries/peer.ts') } : { main }
  project.provide('files', await bundle(entries, { '@sentry/browser': peer }))
}
