import { patch, safely, together, unpatched } from '@mayday/core'
import { createRegistrations, type Registration } from './registrations.js'
import { isFunction, nameOf, type Wrap } from './wrap.js'

type Listener = EventListenerOrEventListenerObject
type Options = Registration['options']

/** Wraps the listeners that are added to instances of a class which has its own `addEventListener`; returns the undo. */
export function wrapListeners(className: string, wrap: Wrap): () => void {
  const owners = globalThis as unknown as Record<string, { prototype?: EventTarget } | undefined>
  const prototype = owners[className]?.prototype
  if (!prototype || !Object.hasOwn(prototype, 'addEventListener')) return () => {}
  const registrations = createRegistrations()
  const wrappers = new WeakMap<object, Listener>()
  const removeNative = unpatched(
    prototype.removeEventListener,
  ) as EventTarget['removeEventListener']

  /** One for each listener, by which browsers know that it is the same. */
  function wrapperOf(given: Listener): Listener {
    const known = wrappers.get(given)
    if (known) return known
    const added = wrapperFor(given, className, wrap, (event) => {
      const { currentTarget, type } = event
      if (currentTarget) registrations.called(currentTarget, type, given)
    })
    wrappers.set(given, added)
    return added
  }

  function toAdd(target: EventTarget, type: string, given: Listener, options: Options): Listener {
    const added = wrapperOf(given)
    const isNew = registrations.add(target, { type, given, added, options })
    // It may have been added before anything was wrapped, and would be called twice.
    if (isNew) Reflect.apply(removeNative, target, [type, given, options])
    return added
  }

  function toRemove(
    target: EventTarget,
    type: string,
    given: Listener,
    options: Options,
  ): Listener {
    registrations.remove(target, { type, given, options })
    return wrappers.get(given) ?? given
  }

  return together([
    patch(prototype, 'addEventListener', (original) => substituting(original, toAdd)),
    patch(prototype, 'removeEventListener', (original) => {
      const removeWrapped = substituting(original, toRemove)
      return function (...args: never[]) {
        // Also what was added before.
        Reflect.apply(removeWrapped, this, args)
        return Reflect.apply(original, this, args)
      }
    }),
    registrations.restore,
  ])
}

type Native = (this: unknown, ...args: never[]) => unknown

/** Calls the function with another listener; with the given one where that is none or anything goes wrong. */
function substituting(
  original: Native,
  substitute: (target: EventTarget, type: string, given: Listener, options: Options) => Listener,
): Native {
  return function (...args: unknown[]) {
    const [type, given, options] = args as [string, Listener | null, Options]
    // Called by its bare name it is that of the window.
    const target = (this ?? globalThis) as EventTarget
    const isListener = isFunction(given) || (typeof given === 'object' && given !== null)
    const other = isListener
      ? safely('listener', () => substitute(target, String(type), given as Listener, options))
      : given
    return Reflect.apply(original, this, [type, other ?? given, ...args.slice(2)])
  } as Native
}

function wrapperFor(
  given: Listener,
  target: string,
  wrap: Wrap,
  onCall: (event: Event) => void,
): Listener {
  const data = { handler: nameOf(given), target }
  const before = ([event]: unknown[]): void => {
    safely('call', () => onCall(event as Event))
  }
  return isFunction(given)
    ? wrap(given, 'addEventListener', data, before)
    : {
        handleEvent: wrap(
          (event) => (given as EventListenerObject).handleEvent(event as Event),
          'handleEvent',
          data,
          before,
        ) as EventListener,
      }
}
