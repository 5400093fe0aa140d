/** The page's own database, which is there only while something is in it, and open only while it is used. */

import { safely } from '@mayday/core'

const NAME = 'mayday'
const RECORDS = 'leftovers'
/** In ms. */
const PATIENCE = 5000
const underWay = new Set<() => void>()

/** Lets go of it. */
export function leaveDatabase(): void {
  for (const stop of underWay) safely('leaving', stop)
}

/** Whether something was left, which is found out without opening anything. */
export async function isDatabaseThere(): Promise<boolean> {
  return (await indexedDB.databases()).some(({ name }) => name === NAME)
}

/**
 * Does `work` while no other tab does any, and resolves once all of it is written. Rejects where no database is to be
 * had in time. It may have to do the work twice.
 */
export async function inDatabase<T>(work: (records: IDBObjectStore) => Promise<T>): Promise<T> {
  const opening = indexedDB.open(NAME)
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(RECORDS, { keyPath: ['dsn', 'id'] })
  }
  const database = await inTime(answerTo(opening), () => {
    opening.onsuccess = () => opening.result.close()
  })
  let isDoomed = false
  let isEmpty = false
  database.onversionchange = () => {
    isDoomed = true
  }
  try {
    const transaction = database.transaction(RECORDS, 'readwrite')
    const records = transaction.objectStore(RECORDS)
    const doAll = async (): Promise<T> => {
      const result = await work(records)
      isEmpty = !(await answerTo(records.count()))
      // Asked for while others still wait for this transaction: each of them learns that it wrote into what goes.
      if (isEmpty) indexedDB.deleteDatabase(NAME)
      return result
    }
    const all = Promise.all([doAll(), endOf(transaction)])
    const [result] = await inTime(all, () => transaction.abort())
    if (isEmpty || !isDoomed) return result
  } finally {
    // An open one may keep browsers from freezing the page, and others from deleting it.
    database.close()
  }
  return inDatabase(work)
}

/** Some browsers freeze pages that are just using it, and let all others wait until they are thawed. */
function inTime<T>(promise: Promise<T>, giveUp: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(new Error('The database is busy'))
      giveUp()
    }
    const timer = setTimeout(stop, PATIENCE)
    underWay.add(stop)
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer)
      underWay.delete(stop)
    })
  })
}

/** What the database answers. */
export function answerTo<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = (event) => {
      // Some browsers would make it an error of the page.
      event.preventDefault()
      reject(request.error)
    }
  })
}

function endOf(transaction: IDBTransaction): Promise<unknown> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = resolve
    transaction.onabort = () => reject(transaction.error)
  })
}
