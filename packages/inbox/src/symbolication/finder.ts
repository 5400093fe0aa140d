import { hasUploads } from '../artifacts/read.js'
import type { Sql } from '../store/database.js'
import { LocalMaps } from './local.js'
import { NotFound, type Reason, type Script, type Step } from './script.js'
import { findServed } from './served.js'
import type { SoughtFile } from './sought.js'
import { findByDebugId, findByRelease } from './uploaded.js'

/** A step that found no source map, and why. */
export interface Attempt {
  step: Step
  reason: Reason
  /** For people. */
  text: string
  /** What to do about it. */
  advice?: string
}

/** What became of looking for a file. */
export interface Sought {
  /** The steps that failed, in their order. */
  attempts: Attempt[]
  /** The step that found the script. */
  step?: Step
  /** With its map, or without one where no step found any. */
  script?: Script
}

/** Long enough for the events of one failure, too short to serve a script that was rebuilt. */
const lifetime = 5000
const capacity = 50

const nothing: Sql = { query: async () => [] }

/** Looks for the scripts that frames point at; for each of them once in a few seconds. */
export class Finder {
  private readonly cache = new Map<string, { sought: Promise<Sought>; since: number }>()
  private readonly local: LocalMaps
  private sweep: NodeJS.Timeout | undefined
  private uploads: { exist: Promise<boolean>; since: number } | undefined

  constructor(
    private readonly database: Sql,
    folders: readonly string[] = [],
  ) {
    this.local = new LocalMaps(folders)
  }

  /** Never rejects. */
  find(file: SoughtFile): Promise<Sought> {
    this.dropStale()
    const key = JSON.stringify([file.name, file.debugId, file.release, file.dist])
    const known = this.cache.get(key)
    if (known !== undefined) return known.sought
    const sought = this.search(file)
    this.cache.set(key, { sought, since: Date.now() })
    return sought
  }

  /** What was not found may be there now. */
  forget(): void {
    this.cache.clear()
    this.uploads = undefined
    this.local.forget()
  }

  close(): void {
    clearTimeout(this.sweep)
    this.cache.clear()
  }

  private async search(file: SoughtFile): Promise<Sought> {
    const attempts: Attempt[] = []
    let plain: Pick<Sought, 'step' | 'script'> = {}
    for (const [step, find] of this.steps()) {
      try {
        return { attempts, step, script: await find(file) }
      } catch (error) {
        attempts.push(attemptOf(step, error))
        const script = error instanceof NotFound ? error.more.script : undefined
        if (script && !plain.script) plain = { step, script }
      }
    }
    return { attempts, ...plain }
  }

  private steps(): [Step, (file: SoughtFile) => Promise<Script>][] {
    return [
      ['debug-id', async (file) => findByDebugId(await this.uploaded(), file)],
      ['release', async (file) => findByRelease(await this.uploaded(), file)],
      ['served', findServed],
      ['local', (file) => this.local.find(file)],
    ]
  }

  /** Where nothing was uploaded, which is most often so, events do not wait for being told that again and again. */
  private async uploaded(): Promise<Sql> {
    if (!this.uploads || Date.now() - this.uploads.since > lifetime) {
      this.uploads = { exist: hasUploads(this.database), since: Date.now() }
    }
    return (await this.uploads.exist) ? this.database : nothing
  }

  private dropStale(): void {
    for (const [key, { since }] of this.cache) {
      const surplus = this.cache.size >= capacity
      if (surplus || Date.now() - since > lifetime) this.cache.delete(key)
    }
    // Maps are large: they are not kept until the next event, which may never come.
    clearTimeout(this.sweep)
    this.sweep = setTimeout(() => this.cache.clear(), lifetime)
    this.sweep.unref()
  }
}

function attemptOf(step: Step, error: unknown): Attempt {
  if (!(error instanceof NotFound)) {
    return { step, reason: 'map-unreadable', text: String(error).slice(0, 300) }
  }
  const { advice } = error.more
  return {
    step,
    reason: error.reason,
    text: error.message.slice(0, 1000),
    ...(advice !== undefined && { advice }),
  }
}
