/** Keeps what is not settled yet on disk, where it outlives the process, and brings back what others have left there. */

import { join } from 'node:path'
import {
  debug,
  type EnvelopeStore,
  type KeptEnvelope,
  type MakeStore,
  type StoreAccess,
  safely,
  startTimer,
} from '@mayday/core'
import { atExit } from './spool-exit.js'
import { createFile, openFile, type SpoolFile } from './spool-file.js'
import { folderFor, makeFolder, namedFolder } from './spool-folder.js'
import { doneLine, keptLine, ownerLine } from './spool-lines.js'
import { newName, SILENT } from './spool-owner.js'
import { takeOver } from './spool-recover.js'

/**
 * Bytes that a file may have, and that are read at one start. A process holds no more than its queue does, and what it
 * takes over has to fit into that queue, or leaves as `queue_overflow`: so a program that dies again and again leaves no
 * more than one that dies once. This is for what the queue does not see: lines of what is settled, and bytes as base64.
 */
const MAX_BYTES = 2 ** 26
/** Lines of what is settled are worth a new file when there are so many more of them than others; in bytes. */
const MAX_WASTE = 2 ** 20
/** A living owner says so; in ms. */
const TOUCH_EVERY = SILENT / 5

interface Place {
  kept: KeptEnvelope
  bytes: number
}

/**
 * Makes stores that write every envelope into a file before it is sent, and take over the files of dead processes.
 *
 * @param option the folder; by default one of the user in that for temporary files
 */
export function makeSpool(option: unknown): MakeStore | undefined {
  if (option === false) return undefined
  const named = namedFolder(option)
  return (access) => createSpool(access, named)
}

function createSpool(access: StoreAccess, named: string | undefined): EnvelopeStore {
  const places = new Map<string, Place>()
  let file: SpoolFile | undefined
  let bytesKept = 0
  let isEnding = false
  let isWithout = false
  let isSaid = false
  let stopTouching: (() => void) | undefined
  let stopLooking: (() => void) | undefined
  let stopWaiting: (() => void) | undefined

  /** One line is enough: a full disk stays full for a while. */
  function say(what: string, why: unknown): void {
    if (!isSaid) debug(what, why)
    isSaid = true
  }

  function create(): SpoolFile | undefined {
    if (isWithout) return undefined
    try {
      const folder = folderFor(access.dsn, named)
      makeFolder(folder, named)
      return watched(createFile(join(folder, newName())))
    } catch (error) {
      isWithout = true
      say('No spool, events wait in memory only:', error)
      return undefined
    }
  }

  function watched(made: SpoolFile): SpoolFile {
    stopWaiting ??= atExit(end)
    stopTouching ??= startTimer(touch, TOUCH_EVERY)
    return made
  }

  /** After this, the file goes with the last that is in it. */
  function end(): void {
    isEnding = true
    stopLooking?.()
    if (places.size === 0) removeFile()
  }

  function removeFile(): void {
    stopWaiting?.()
    stopTouching?.()
    stopWaiting = undefined
    stopTouching = undefined
    const gone = file
    file = undefined
    if (gone) safely('removing a spool', gone.remove)
  }

  function touch(): void {
    stopTouching = undefined
    // Signals end processes without a word: nobody should find empty files then.
    if (places.size === 0) removeFile()
    else {
      // What others have taken, because this process slept for long, they send; the next to come is not for them.
      if (file && !safely('touching a spool', file.touch)) renew()
      stopTouching ??= startTimer(touch, TOUCH_EVERY)
    }
  }

  /** Puts all that is kept into a new file. */
  function renew(): void {
    const [before, next] = [file, create()]
    if (!next) return
    file = next
    try {
      const lines = [...places.values()].map(({ kept }) => keptLine(kept))
      next.append(ownerLine(access.dsn) + lines.join(''))
    } catch (error) {
      file = before
      say('Not spooled:', error)
      safely('removing a spool', next.remove)
      return
    }
    if (before) safely('removing a spool', before.remove)
  }

  /** The bytes that were written; 0 where that was not possible. */
  function write(line: string): number {
    file ??= create()
    if (!file) return 0
    try {
      const isTooMuch = (): boolean => sizeOf(file) + line.length > MAX_BYTES
      // A new file has to be worth the writing.
      if (isTooMuch() && bytesKept + line.length < MAX_BYTES / 2) renew()
      if (isTooMuch()) throw new Error('the spool is full')
      return file.append(file.size() > 0 ? line : ownerLine(access.dsn) + line)
    } catch (error) {
      say('Not spooled, waits in memory only:', error)
      return 0
    }
  }

  function enter(kept: KeptEnvelope, bytes: number): void {
    bytesKept += bytes - (places.get(kept.id)?.bytes ?? 0)
    places.set(kept.id, { kept, bytes })
  }

  function forget(id: string): void {
    bytesKept -= places.get(id)?.bytes ?? 0
    places.delete(id)
  }

  function remove(id: string): void {
    if (!places.has(id)) return
    forget(id)
    if (places.size === 0) {
      if (isEnding) removeFile()
      else file?.clear()
    } else {
      write(doneLine(id))
      if (sizeOf(file) > 2 * bytesKept + MAX_WASTE) renew()
    }
  }

  /** Brings back what is left, and looks again later where somebody may yet turn out to be dead. */
  function recover(): void {
    const folder = folderFor(access.dsn, named)
    const back: KeptEnvelope[] = []
    const isAll = takeOver(folder, named, access.dsn, MAX_BYTES, {
      isKnown: (id) => places.has(id),
      adopt(path, kept) {
        if (file) return false
        file = watched(openFile(path))
        take(kept, file.size())
        return true
      },
      copy(kept) {
        const bytes = write(kept.map(keptLine).join(''))
        if (bytes > 0) take(kept, bytes)
        return bytes > 0
      },
      lost: access.lost,
    })
    function take(kept: KeptEnvelope[], bytes: number): void {
      for (const one of kept) enter(one, bytes / kept.length)
      back.push(...kept)
    }
    back.sort((one, other) => one.at - other.at).forEach(access.recover)
    if (!isAll && !isEnding) stopLooking = startTimer(() => safely('leftovers', recover), SILENT)
  }

  access.onClose(end)
  return {
    isWriteAhead: true,
    keep(kept) {
      if (places.get(kept.id)?.kept.envelope === kept.envelope) return
      safely('spooling', () => {
        const bytes = write(keptLine(kept))
        if (bytes > 0) enter(kept, bytes)
      })
    },
    remove: (id) => void safely('spool', () => remove(id)),
    recover,
  }
}

function sizeOf(file: SpoolFile | undefined): number {
  return file?.size() ?? 0
}
