/** Keeps what is not settled yet on disk, where it outlives the process, and brings back what others have left there. */
import {
  type EnvelopeStore,
  type KeptEnvelope,
  type MakeStore,
  type StoreAccess,
  safely,
  startTimer,
} from '@mayday/core'
import { folderFor, namedFolder } from './folder.js'
import { createJournal } from './journal.js'
import { SILENT } from './owner.js'
import { takeOver } from './recover.js'

/**
 * Makes stores that write every envelope into a file before it is sent, and take over the files of dead processes. It
 * outlives the process, however that ends; it is not forced through the caches of the system, and so not sure to
 * outlive a loss of power.
 *
 * @param option the folder; by default one of the user in that for temporary files
 */
export function makeSpool(option: unknown): MakeStore | undefined {
  if (option === false) return undefined
  const named = namedFolder(option)
  return (access) => createSpool(access, named)
}

function createSpool(access: StoreAccess, named: string | undefined): EnvelopeStore {
  const { dsn } = access
  const journal = createJournal(dsn, named)
  let isClosed = false
  let stopTimer: (() => void) | undefined

  function recover(): void {
    const back: KeptEnvelope[] = []
    const taken = (isTaken: boolean, kept: KeptEnvelope[]): boolean => {
      if (isTaken) back.push(...kept)
      return isTaken
    }
    const isAll = takeOver(folderFor(dsn, named), named, {
      dsn,
      isKnown: (id) => journal.get(id) !== undefined,
      adopt: (path, kept) => taken(journal.adopt(path, kept), kept),
      copy: (kept) => taken(journal.add(kept), kept),
      lost: access.lost,
    })
    back.sort((one, other) => one.at - other.at).forEach(access.recover)
    if (!isAll && !isClosed) stopTimer = startTimer(recoverAgain, SILENT)
  }

  /** Who seemed to live may turn out to be dead, and nobody may come after us for long. */
  function recoverAgain(): void {
    safely('leftovers', recover)
  }

  access.onClose(() => {
    isClosed = true
    stopTimer?.()
    journal.end()
  })
  return {
    isWriteAhead: true,
    keep(kept) {
      if (journal.get(kept.id)?.envelope !== kept.envelope) journal.add([kept])
    },
    remove: journal.remove,
    recover,
  }
}
