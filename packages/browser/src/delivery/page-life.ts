import { type EnvelopeStore, type MakeStore, type StoreAccess, safely } from '@mayday/core'
import { listen } from '../instrument/listen.js'
import { createLeftovers, type Leftovers } from './leftovers.js'

/** Keeps what pages leave, where they can keep anything; and tries again when the network or the page comes back. */
export const makeLeftovers: MakeStore = (access): EnvelopeStore | undefined => {
  // Without a list of databases nobody could tell whether something was left.
  const canKeep = safely('indexedDB', () => globalThis.indexedDB.databases)
  const leftovers = canKeep && createLeftovers(access)
  followPage(access, leftovers)
  return leftovers
}

function followPage(access: StoreAccess, leftovers: Leftovers | undefined): void {
  const { document } = globalThis
  const follow = ({ type }: Event): void => {
    const isHidden = document?.visibilityState === 'hidden'
    if (type === 'pagehide') leftovers?.leave()
    else if (type === 'freeze' || (type === 'visibilitychange' && isHidden)) access.keepAll()
    else void comeBack()
  }
  const comeBack = async (): Promise<void> => {
    await leftovers?.comeBack()
    access.retry()
  }
  const stopListening = [
    listen(globalThis, ['visibilitychange', 'pagehide', 'pageshow', 'online'], follow),
    listen(document, ['freeze', 'resume'], follow),
  ]
  access.onClose(() => {
    for (const stop of stopListening) stop()
    leftovers?.close()
  })
}
