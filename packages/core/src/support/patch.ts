/** The only place that replaces foreign functions. */

type Fn = (this: unknown, ...args: never[]) => unknown

interface Patch {
  owner: object
  /** How the property was described before, if it was the owner's own. */
  own: PropertyDescriptor | undefined
  original: Fn
  active: boolean
}

const patches = new WeakMap<object, Patch>()

/** The function below all of our wrappers, or `fn` itself when it is none of ours. */
export function unpatched(fn: unknown): unknown {
  const patch = patches.get(fn as object)
  return patch ? unpatched(patch.original) : fn
}

/**
 * Replaces `owner[name]` by what `wrap` makes of it and returns the undo; does nothing where there is no function or
 * it cannot be replaced.
 *
 * The wrapper keeps name, length and own properties. Undoing works in any order: when somebody else has wrapped our
 * wrapper in the meantime it stays in place, but from then on only calls through.
 */
export function patch(owner: object, name: string, wrap: (original: Fn) => Fn): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, name)
  const original = (owner as Record<string, unknown>)[name] as Fn
  if (typeof original !== 'function' || !isReplaceable(owner, own)) return () => {}

  const replacement = wrap(original)
  const state: Patch = { owner, own, original, active: true }
  const wrapper: Fn = function (...args) {
    return (state.active ? replacement : original).apply(this, args)
  }
  Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(original))
  patches.set(wrapper, state)

  Object.defineProperty(owner, name, {
    configurable: true,
    enumerable: own ? (own.enumerable as boolean) : true,
    writable: true,
    value: wrapper,
  })
  return () => {
    state.active = false
    if ((owner as Record<string, unknown>)[name] === wrapper) restore(name, state)
  }
}

function isReplaceable(owner: object, own: PropertyDescriptor | undefined): boolean {
  return own ? own.configurable === true : Object.isExtensible(owner)
}

function restore(name: string, { owner, own, original }: Patch): void {
  const below = patches.get(original)
  // An inherited function was hidden by ours, not replaced.
  if (!own) delete (owner as Record<string, unknown>)[name]
  // Our own wrapper below may have been undone while this one stood on top of it.
  else if (below?.owner === owner && !below.active) restore(name, below)
  else Object.defineProperty(owner, name, own)
}
