import { type Event, type EventHint, type Exception, safely } from '@mayday/core'

/** The exceptions of an event, each with the very error that it was made of; nothing where that was none. */
export function errorsOf(
  { exception }: Event,
  { originalException }: EventHint,
): [Exception, object][] {
  const values = exception?.values ?? []
  return values.flatMap((one): [Exception, object][] => {
    const error = safely('chain', () => errorOf(one, values, originalException))
    return typeof error === 'object' && error !== null ? [[one, error]] : []
  })
}

/** Exceptions know by number and by name how one holds another. */
function errorOf({ mechanism }: Exception, all: Exception[], thrown: unknown): unknown {
  const { parent_id, source = '' } = mechanism ?? {}
  if (parent_id === undefined) return thrown
  const parent = all.find((one) => one.mechanism?.exception_id === parent_id)
  const holder = parent && errorOf(parent, all, thrown)
  const [, name = '', index] = /^([^[]+)(?:\[(\d+)\])?$/.exec(source) ?? []
  const held = Object(holder)[name]
  return index === undefined ? held : Object(held)[index]
}
