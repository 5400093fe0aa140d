import { patch } from '../support/patch.js'
import { safely } from '../support/safely.js'

/**
 * Calls `tell` before each call of these functions of `owner`, and then what `tell` gave with the call's result, in
 * whose place that may return another. Returns the undo.
 */
export function tap<Name extends string>(
  owner: object | undefined,
  names: readonly Name[],
  // biome-ignore lint/suspicious/noConfusingVoidType: what gives nothing has the type void
  tell: (name: Name, args: unknown[], self: unknown) => void | ((result: unknown) => unknown),
): () => void {
  return together(
    names.map((name) =>
      patch(owner, name, (original) => {
        return function (this: unknown, ...args) {
          const after = safely(name, () => tell(name, args, this))
          const result = original.apply(this, args)
          return safely(name, () => after?.(result)) ?? result
        }
      }),
    ),
  )
}

/** What calls all of these. */
export function together(undo: readonly (() => void)[]): () => void {
  return () => {
    for (const one of undo) one()
  }
}
