/** Takes over what dead processes have left in a folder. */

import { lutimesSync, readdirSync, renameSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { debug, type KeptEnvelope, safely } from '@mayday/core'
import { readSpool } from './spool-file.js'
import { hasFolder } from './spool-folder.js'
import { parseSpool, type SpoolContent } from './spool-lines.js'
import { isLeft, isSpoolName, newName } from './spool-owner.js'

/** What is older is nobody's news any more; in ms. */
const MAX_AGE = 7 * 86_400_000

/** Who takes over. */
export interface Heir {
  /** Whether it has that already: who dies in the middle of it leaves the same twice. */
  isKnown(id: string): boolean
  /** Goes on with the file, unless it has one. */
  adopt(path: string, kept: KeptEnvelope[]): boolean
  /** Writes it into its own file. */
  copy(kept: KeptEnvelope[]): boolean
  /** Counts what nobody will send. */
  lost(quantity: number): void
}

/**
 * @param maxBytes how much is read at once
 * @returns false where there is more, or there are files of those who may live
 */
export function takeOver(
  folder: string,
  named: string | undefined,
  dsn: string,
  maxBytes: number,
  heir: Heir,
): boolean {
  let left = maxBytes
  let isAll = true
  for (const name of filesIn(folder, named)) {
    safely('taking over', () => {
      const path = join(folder, name)
      if (left > 0 && isLeft(path, name)) left -= takeFile(folder, path, dsn, maxBytes, heir)
      else isAll = false
    })
  }
  return isAll
}

function filesIn(folder: string, named: string | undefined): string[] {
  return hasFolder(folder, named) ? readdirSync(folder).filter(isSpoolName) : []
}

/** How much it read. */
function takeFile(folder: string, path: string, dsn: string, maxBytes: number, heir: Heir): number {
  const text = readSpool(path, maxBytes)
  if (text === undefined) {
    discard(path, 1, heir)
    return 0
  }
  const content = parseSpool(text)
  // Names of folders are short and simple: two receivers may share one.
  if (content.dsn !== undefined && content.dsn !== dsn) return text.length
  const { kept, lost } = worthSending(content, heir)
  if (kept.length === 0) discard(path, lost, heir)
  else inherit(path, join(folder, newName()), kept, lost, heir)
  return text.length
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

function discard(path: string, lost: number, { lost: count }: Heir): void {
  if (removed(path) && lost > 0) count(lost)
}

/** Only one can remove it, and so only one counts. */
function removed(path: string): boolean {
  return attempted(() => unlinkSync(path))
}

/** Nobody else has it once it has a name of ours; should we die, it is found under that. */
function inherit(path: string, own: string, kept: KeptEnvelope[], lost: number, heir: Heir): void {
  const now = new Date()
  const isTaken = attempted(() => {
    // First, or others would take it for silent.
    lutimesSync(path, now, now)
    renameSync(path, own)
  })
  if (!isTaken) return
  debug('Taken over from an earlier run:', kept.length)
  // A damaged file would be counted once more by the next.
  if (lost === 0 && heir.adopt(own, kept)) return
  if (!heir.copy(kept)) return
  removed(own)
  if (lost > 0) heir.lost(lost)
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
