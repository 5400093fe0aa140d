/** The file of one client: what is in it, and when it grows, shrinks, moves and goes. */
import { join } from 'node:path'
import { debug, type KeptEnvelope, safely, startTimer } from '@mayday/core'
import { atExit } from './exit.js'
import { createFile, openFile, type SpoolFile } from './file.js'
import { folderFor, makeFolder } from './folder.js'
import { doneLine, keptLine, ownerLine } from './lines.js'
import { newName, SILENT } from './owner.js'

/** None of its methods throws; nothing is made or opened before there is something to keep. */
export interface Journal {
  get(id: string): KeptEnvelope | undefined
  /** False where it cannot be written: then it is nowhere but in memory. */
  add(kept: KeptEnvelope[]): boolean
  /** Goes on with a file of ours that holds these; false where there is one already. */
  adopt(path: string, kept: KeptEnvelope[]): boolean
  remove(id: string): void
  /** After this, the file goes with the last that is in it. */
  end(): void
}

/**
 * Bytes that a file may have. The queue holds no more than its own bounds allow, and what was taken over has to fit in
 * there or leaves as `queue_overflow`: so a program that dies again and again leaves no more than one that dies once. This
 * is for what the queue does not count: lines of what is settled, and bytes as base64.
 */
export const MAX_BYTES: number = 2 ** 26
/** So much more than what is kept may stand in a file before it is written anew; in bytes. */
const MAX_WASTE = 2 ** 20
/** Where no file can be made, another attempt is not for every event; in ms. */
const ASK_AGAIN = 60_000
/** In ms; so nobody takes a file for left. */
const TOUCH_EVERY = SILENT / 5

interface Entry {
  kept: KeptEnvelope
  bytes: number
}

export function createJournal(dsn: string, named: string | undefined): Journal {
  const entries = new Map<string, Entry>()
  let file: SpoolFile | undefined
  let bytesKept = 0
  let isEnding = false
  let noFileBefore = 0
  let isSaid = false
  let stopWatching: (() => void) | undefined
  let stopTouching: (() => void) | undefined

  /** One line is enough: a full disk stays full for a while. */
  function say(what: string, why: unknown): void {
    if (!isSaid) debug(what, why)
    isSaid = true
  }

  function create(): SpoolFile | undefined {
    if (Date.now() < noFileBefore) return undefined
    try {
      return watched(createInFolder())
    } catch (error) {
      noFileBefore = Date.now() + ASK_AGAIN
      say('No spool, events wait in memory only:', error)
      return undefined
    }
  }

  function createInFolder(attempts = 3): SpoolFile {
    const folder = folderFor(dsn, named)
    try {
      makeFolder(folder, named)
      return createFile(join(folder, newName()))
    } catch (error) {
      // Another process may just have removed the folder, which was empty.
      if (attempts > 1 && (error as NodeJS.ErrnoException).code === 'ENOENT') {
        return createInFolder(attempts - 1)
      }
      throw error
    }
  }

  function watched(made: SpoolFile): SpoolFile {
    stopWatching ??= atExit(end)
    stopTouching ??= startTimer(touch, TOUCH_EVERY)
    return made
  }

  function touch(): void {
    stopTouching = undefined
    // Signals end processes without a word: they should not leave empty files.
    if (entries.size === 0) {
      close()
      return
    }
    // Who slept for long is taken for dead. Others send what was in the file; what comes next is not for them.
    if (!safely('touching a spool', () => file?.touch())) renew()
    stopTouching ??= startTimer(touch, TOUCH_EVERY)
  }

  function end(): void {
    isEnding = true
    if (entries.size === 0) close()
  }

  function close(): void {
    stopWatching?.()
    stopTouching?.()
    stopWatching = stopTouching = undefined
    discard(file)
    file = undefined
  }

  function discard(gone: SpoolFile | undefined): void {
    if (gone) safely('removing a spool', gone.remove)
  }

  /** The bytes that were written; 0 where that was not possible. */
  function write(lines: string): number {
    file ??= create()
    if (!file) return 0
    try {
      makeRoom(lines.length)
      return file.append(file.size() > 0 ? lines : ownerLine(dsn) + lines)
    } catch (error) {
      say('Not spooled, waits in memory only:', error)
      return 0
    }
  }

  function makeRoom(bytes: number): void {
    const isTooMuch = (): boolean => sizeOf(file) + bytes > MAX_BYTES
    // It takes as long as all of it is: half of the room has to be won.
    if (isTooMuch() && bytesKept + bytes < MAX_BYTES / 2) renew()
    if (isTooMuch()) throw new Error('the file is full')
  }

  /** Writes what is kept into a new file. */
  function renew(): void {
    const next = create()
    if (!next) return
    try {
      const all = [...entries.values()].map(({ kept }) => keptLine(kept))
      next.append(ownerLine(dsn) + all.join(''))
      discard(file)
      file = next
    } catch (error) {
      say('Not spooled anew:', error)
      discard(next)
    }
  }

  function enter(kept: KeptEnvelope[], bytes: number): void {
    for (const one of kept) {
      forget(one.id)
      entries.set(one.id, { kept: one, bytes: bytes / kept.length })
      bytesKept += bytes / kept.length
    }
  }

  function forget(id: string): boolean {
    bytesKept -= entries.get(id)?.bytes ?? 0
    return entries.delete(id)
  }

  function remove(id: string): void {
    if (!forget(id)) return
    if (entries.size > 0) {
      write(doneLine(id))
      if (sizeOf(file) > 2 * bytesKept + MAX_WASTE) renew()
    } else if (isEnding) close()
    else file?.clear()
  }

  return {
    get: (id) => entries.get(id)?.kept,
    add(kept) {
      // What programs make by hand may be no JSON.
      const bytes = safely('spooling', () => write(kept.map(keptLine).join('')))
      if (bytes) enter(kept, bytes)
      return !!bytes
    },
    adopt(path, kept) {
      if (file) return false
      file = safely('opening a spool', () => watched(openFile(path)))
      if (file) enter(kept, file.size())
      return !!file
    },
    remove: (id) => void safely('spool', () => remove(id)),
    end,
  }
}

function sizeOf(file: SpoolFile | undefined): number {
  return file?.size() ?? 0
}
