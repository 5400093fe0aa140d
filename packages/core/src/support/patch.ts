/** The only place that replaces foreign functions: by `Reflect`, which does not throw where that is not allowed. */

type Fn = (this: unknown, ...args: never[]) => unknown

interface Patch {
  owner: object
  /** How the property was described before, if it was the owner's own. */
  own: PropertyDescriptor | undefined
  original: Fn
  /** What the wrapper calls: once undone, the original. */
  inner: Fn
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
 * The wrapper keeps name, length, own properties and text. Undoing works in any order: when somebody else has wrapped our
 * wrapper in the meantime it stays in place, but from then on only calls through.
 */
export function patch(
  owner: object | undefined,
  name: string,
  wrap: (original: Fn) => Fn,
): () => void {
  const members = owner as Record<string, unknown>
  const original = members?.[name] as Fn
  if (typeof original !== 'function') return () => {}

  const own = Reflect.getOwnPropertyDescriptor(members, name)
  const state: Patch = { owner: members, own, original, inner: wrap(original) }
  const wrapper: Fn = function (...args) {
    return state.inner.apply(this, args)
  }
  Object.defineProperties(wrapper, {
    // Programs ask functions for their text to see whether they are the browser's own.
    toString: { configurable: true, writable: true, value: () => String(original) },
    ...Object.getOwnPropertyDescriptors(original),
  })
  patches.set(wrapper, state)

  Reflect.defineProperty(members, name, {
    configurable: true,
    enumerable: own?.enumerable !== false,
    writable: true,
    value: wrapper,
  })
  return () => {
    state.inner = original
    uncover(members, name)
  }
}

/** Takes our wrappers off from the top, down to the first that is in use, somebody else's, or the function itself. */
function uncover(owner: Record<string, unknown>, name: string): void {
  const top = patches.get(owner[name] as object)
  if (top?.owner !== owner || top.inner !== top.original) return
  const isOff = top.own
    ? Reflect.defineProperty(owner, name, top.own)
    : // An inherited function was hidden by ours, not replaced.
      Reflect.deleteProperty(owner, name)
  if (isOff) uncover(owner, name)
}
