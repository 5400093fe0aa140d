/** Takes over what dead processes have left in a folder. */
import { lutimesSync, readdirSync, renameSync, unlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { debug, type KeptEnvelope, safely } from '@mayday/core'
import { readSpool } from './file.js'
import { hasFolder } from './folder.js'
import { MAX_BYTES } from './journal.js'
import { parseSpool, type SpoolContent } from './lines.js'
import { isLeft, isSpoolName, newName } from './owner.js'

/** What is older is nobody's news any more; in ms. */
const MAX_AGE = 7 * 86_400_000

/** Who takes over. */
export interface Heir {
  readonly dsn: string
  /** Whether it has that already: who dies in the middle of taking over leaves the same twice. */
  isKnown(id: string): boolean
  /** Goes on with the file; false where it has one. */
  adopt(path: string, kept: KeptEnvelope[]): boolean
  /** Writes it into its own file; false where that cannot be. */
  copy(kept: KeptEnvelope[]): boolean
  /** Counts what nobody will send. */
  lost(quantity: number): void
}

/**
 * Takes over as much as fits into one file. `false` when there is more, or files of processes that may live.
 *
 * @param named the folder of the program's choice
 */
export function takeOver(folder: string, named: string | undefined, heir: Heir): boolean {
  let left = MAX_BYTES
  let isAll = true
  for (const name of filesIn(folder, named)) {
    safely('taking over', () => {
      const path = join(folder, name)
      if (left > 0 && isLeft(path, name)) left -= takeFile(path, heir)
      else isAll = false
    })
  }
  return isAll
}

function filesIn(folder: string, named: string | undefined): string[] {
  return hasFolder(folder, named) ? readdirSync(folder).filter(isSpoolName) : []
}

/** How much was read. */
function takeFile(path: string, heir: Heir): number {
  const text = readSpool(path, MAX_BYTES)
  if (text === undefined) {
    discard(path, 1, heir)
    return 0
  }
  const content = parseSpool(text)
  // Names of folders are short and simple: two receivers may share one.
  if (content.dsn === heir.dsn || content.dsn === undefined) inherit(path, content, heir)
  return text.length
}

function inherit(path: string, content: SpoolContent, heir: Heir): void {
  const { kept, lost } = worthSending(content, heir)
  const own = join(dirname(path), newName())
  if (kept.length === 0) discard(path, lost, heir)
  if (kept.length === 0 || !rename(path, own)) return
  debug('Taken over from an earlier run:', kept.length)
  // What is lost in a file would be counted once more by the next who reads it.
  if (lost === 0 && heir.adopt(own, kept)) return
  // Else it stays for the next.
  if (heir.copy(kept)) discard(own, lost, heir)
}

function worthSending(
  { dsn, kept, unreadable }: SpoolContent,
  { isKnown }: Heir,
): { kept: KeptEnvelope[]; lost: number } {
  const oldest = Date.now() - MAX_AGE
  const all = [...kept.values()].filter(({ id }) => !isKnown(id))
  // Without a word of whose it is it cannot be sent to anybody.
  const good = all.filter(({ at }) => dsn !== undefined && at > oldest)
  return { kept: good, lost: unreadable + all.length - good.length }
}

/** Only one can remove it, and so only one counts. */
function discard(path: string, lost: number, heir: Heir): void {
  if (attempted(() => unlinkSync(path)) && lost > 0) heir.lost(lost)
}

/** Nobody else has it once it has a name of ours; should we die, it is found under that. */
function rename(path: string, own: string): boolean {
  const now = new Date()
  return attempted(() => {
    // First, or others would take it for silent.
    lutimesSync(path, now, now)
    renameSync(path, own)
  })
}

/** False where somebody else was faster. */
function attempted(change: () => void): boolean {
  try {
    change()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
