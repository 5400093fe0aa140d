import { patch } from '@mayday/core'

/** An `emit` that was there before, to be called by `apply`. */
export type Emit = (this: unknown, ...args: unknown[]) => unknown

/** What is put in the place of an `emit`. */
export type AroundEmit = (original: Emit) => Emit

const own = new Map<object, () => void>()
/** Most programs have one server; to look into the map for each request costs more. */
let last: object | undefined

/** Puts another `emit` on this one emitter, until it is given back. Its listeners are not touched. */
export function aroundEmit(emitter: object, around: AroundEmit): void {
  if (emitter === last) return
  if (!own.has(emitter)) own.set(emitter, replaceEmit(emitter, around))
  last = emitter
}

/** Gives an emitter its own `emit` back, which is due when it closes. */
export function giveBack(emitter: unknown): void {
  own.get(emitter as object)?.()
  own.delete(emitter as object)
  if (last === emitter) last = undefined
}

const kinds = new Map<object, () => void>()
const checks = new Set<() => void>()

/**
 * Makes what puts another `emit` on all emitters of the same kind as the one that it is given: on those that inherit
 * `method`. One function for all leaves the objects as they are.
 */
export function emitOfKind(method: string, around: AroundEmit): (emitter: object) => void {
  let known: object | undefined
  checks.add(() => {
    known = undefined
  })
  return (emitter) => {
    const prototype = Object.getPrototypeOf(emitter)
    if (prototype === known) return
    known = prototype
    const kind = ownerOf(prototype, method)
    if (kind && !kinds.has(kind)) kinds.set(kind, replaceEmit(kind, around))
  }
}

function replaceEmit(owner: object, around: AroundEmit): () => void {
  return patch(owner, 'emit', (original) => around(original as Emit))
}

/** The prototype that has `method` itself: a program may have derived its own from that. */
function ownerOf(prototype: object | null, method: string): object | undefined {
  let owner: object | undefined
  for (let one = prototype; one; one = Object.getPrototypeOf(one)) {
    if (Object.hasOwn(one, method)) owner = one
  }
  return owner
}

/** Gives every emitter and every kind its own `emit` back. */
export function giveBackAll(): void {
  for (const undo of [...own.values(), ...kinds.values(), ...checks]) undo()
  own.clear()
  kinds.clear()
  last = undefined
}

export function isEmitter(value: unknown): value is { emit: Emit } {
  return typeof (value as { emit?: unknown } | undefined)?.emit === 'function'
}
