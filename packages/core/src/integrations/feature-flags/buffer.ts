/** Which features were switched on where an error happened. */
import { tap } from '../../instrument/tap.js'
import { getCurrentScope } from '../../scope/current.js'

interface Evaluation {
  flag: string
  result: boolean
}

/** The newest stay. */
const MAX_FLAGS = 100

/** Remembers in the current scope how a flag was evaluated last. Receivers know flags that are on or off, no others. */
export function rememberFlag(flag: unknown, result: unknown): void {
  if (typeof flag !== 'string' || typeof result !== 'boolean') return
  const scope = getCurrentScope()
  const known = scope.getScopeData().contexts.flags?.values as Evaluation[] | undefined
  const others = (known ?? []).filter((one) => one.flag !== flag)
  scope.setContext('flags', { values: [...others, { flag, result }].slice(-MAX_FLAGS) })
}

/** Remembers what these methods of the class say of the flag that is their first argument; returns the undo. */
export function rememberResults(
  owner: abstract new (...args: never[]) => object,
  names: readonly string[],
): () => void {
  return tap(
    owner.prototype,
    names,
    (_name, [flag]) =>
      (result) =>
        rememberFlag(flag, result),
  )
}
