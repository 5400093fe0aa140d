import { type ActiveScopes, type ContextManager, setContextManager, warn } from '@mayday/core'

/** The members of Node's `AsyncLocalStorage` that are used. */
interface Storage {
  getStore(): ActiveScopes | undefined
  run<T>(scopes: ActiveScopes, fn: () => T): T
}
type StorageClass = new () => Storage

interface Holders {
  /** Next.js and Vercel. */
  AsyncLocalStorage?: StorageClass
  process?: { getBuiltinModule?(id: string): { AsyncLocalStorage: StorageClass } | undefined }
}

let scopes: ContextManager | undefined
let isInVain = false

/**
 * Has scopes follow the program where the runtime can. Some tell of their storage only when asked for the module, and
 * that needs a promise to be waited for; nothing is returned where there is nothing to wait for.
 */
export function followProgram(): Promise<void> | undefined {
  if (scopes) setContextManager(scopes)
  if (scopes || isInVain) return undefined
  const { AsyncLocalStorage, process } = globalThis as unknown as Holders
  const found = AsyncLocalStorage ?? process?.getBuiltinModule?.(MODULE)?.AsyncLocalStorage
  if (!found) return load()
  follow(found)
  return undefined
}

const MODULE = 'node:async_hooks'

async function load(): Promise<void> {
  try {
    const module = (await import('node:async_hooks')) as unknown as Record<string, StorageClass>
    follow(module.AsyncLocalStorage as StorageClass)
  } catch {
    if (!isInVain) warn('Requests are not kept apart here without the flag nodejs_als')
    isInVain = true
  }
}

function follow(AsyncLocalStorage: StorageClass): void {
  const storage = new AsyncLocalStorage()
  // Of several calls that waited for the module, the first.
  scopes ??= {
    active: () => storage.getStore(),
    run: (scopes, fn) => storage.run(scopes, fn),
  }
  setContextManager(scopes)
}
