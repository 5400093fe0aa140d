/** The page's own database, which is there only while something is in it, and open only while it is used. */

const NAME = 'mayday'
const RECORDS = 'leftovers'

/** Whether something was left, which is found out without opening anything. */
export async function isDatabaseThere(): Promise<boolean> {
  return (await indexedDB.databases()).some(({ name }) => name === NAME)
}

/**
 * Does `work` while no other tab does any, and resolves once all of it is written. Rejects where no database is to be
 * had. It may have to do the work twice.
 */
export async function inDatabase<T>(work: (records: IDBObjectStore) => Promise<T>): Promise<T> {
  const opening = indexedDB.open(NAME)
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(RECORDS, { keyPath: ['dsn', 'id'] })
  }
  const database = await answerTo(opening)
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
    const [result] = await Promise.all([doAll(), endOf(transaction)])
    if (isEmpty || !isDoomed) return result
  } finally {
    // An open one may keep browsers from freezing the page, and others from deleting it.
    database.close()
  }
  return inDatabase(work)
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
