/** Listeners that were added in another form than the page gave them, and how to give them back. */
import { safely } from '@mayday/core'

export interface Registration {
  type: string
  /** What the page gave. */
  given: EventListenerOrEventListenerObject
  /** What was added in its place. */
  added: EventListenerOrEventListenerObject
  options: AddEventListenerOptions | boolean | undefined
}

type Key = Omit<Registration, 'added'>

export interface Registrations {
  /** False when it is there already, and adding it again changes nothing. */
  add(target: EventTarget, registration: Registration): boolean
  remove(target: EventTarget, key: Key): void
  /** It was called; one that is to be called once is there no more. */
  called(target: EventTarget, type: string, given: object): void
  /** Puts what the page gave in the place of what was added. */
  restore(): void
}

/** In the beginning. */
const SWEEP_AT = 1000

/** Keeps no target alive. */
export function createRegistrations(): Registrations {
  const ofTargets = new WeakMap<EventTarget, Registration[]>()
  const targets = new Set<WeakRef<EventTarget>>()
  let sweepAt = SWEEP_AT

  /** Targets that are gone are forgotten whenever there are twice as many. */
  function sweep(): void {
    if (targets.size < sweepAt) return
    for (const one of targets) if (!one.deref()) targets.delete(one)
    sweepAt = Math.max(SWEEP_AT, targets.size * 2)
  }

  function listOf(target: EventTarget): Registration[] {
    const known = ofTargets.get(target)
    if (known) return known
    const list: Registration[] = []
    ofTargets.set(target, list)
    targets.add(new WeakRef(target))
    sweep()
    return list
  }

  function drop(target: EventTarget, isMeant: (one: Registration) => boolean): void {
    const list = ofTargets.get(target) ?? []
    const index = list.findIndex(isMeant)
    if (index >= 0) list.splice(index, 1)
  }

  return {
    add(target, registration) {
      const list = listOf(target)
      if (list.some((one) => isSame(one, registration))) return false
      list.push(registration)
      return true
    },
    remove: (target, key) => drop(target, (one) => isSame(one, key)),
    called(target, type, given) {
      drop(target, (one) => {
        const isOnce = typeof one.options === 'object' && one.options.once
        return !!isOnce && one.type === type && one.given === given
      })
    },
    restore() {
      for (const target of [...targets].map((ref) => ref.deref())) {
        for (const one of (target && ofTargets.get(target)) ?? []) {
          safely('restore', () => {
            target?.removeEventListener(one.type, one.added, one.options)
            target?.addEventListener(one.type, one.given, one.options)
          })
        }
      }
      targets.clear()
    },
  }
}

/** Browsers tell listeners apart by these, and by no other option. */
function isSame(one: Key, other: Key): boolean {
  return (
    one.type === other.type &&
    one.given === other.given &&
    isCapture(one.options) === isCapture(other.options)
  )
}

function isCapture(options: Key['options']): boolean {
  return typeof options === 'object' ? !!options?.capture : !!options
}
