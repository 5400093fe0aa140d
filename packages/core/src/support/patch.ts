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
  const members = owner as Record<string, unknown>
  const own = Object.getOwnPropertyDescriptor(owner, name)
  const original = members[name] as Fn
  const isReplaceable = own ? own.configurable : Object.isExtensible(owner)
  if (typeof original !== 'function' || !isReplaceable) return () => {}

  const replacement = wrap(original)
  const state: Patch = { owner, own, original, active: true }
  const wrapper: Fn = function (...args) {
    return (state.active ? replacement : original).apply(this, args)
  }
  Object.defineProperties(wrapper, {
    // Programs ask functions for their text to see whether they are the browser's own.
    toString: { configurable: true, writable: true, value: () => String(original) },
    ...Object.getOwnPropertyDescriptors(original),
  })
  patches.set(wrapper, state)

  Object.defineProperty(owner, name, {
    configurable: true,
    enumerable: own?.enumerable ?? true,
    writable: true,
    value: wrapper,
  })
  return () => {
    state.active = false
    uncover(members, name)
  }
}

/** Takes our wrappers off from the top, down to the first that is in use, somebody else's, or the function itself. */
function uncover(owner: Record<string, unknown>, name: string): void {
  const top = patches.get(owner[name] as object)
  if (top?.owner !== owner || top.active) return
  if (top.own) Object.defineProperty(owner, name, top.own)
  // An inherited function was hidden by ours, not replaced.
  else delete owner[name]
  uncover(owner, name)
}
