import type { ReadException } from '../../../src/event/exceptions.js'

/** An exception at its place below those that it belongs to. */
export interface Caused<Exception> {
  exception: Exception
  depth: number
}

/** The captured error first, and after each one what it was caused by, in the order of the wire. */
export function treeOf<Exception extends ReadException>(
  exceptions: readonly Exception[],
): Caused<Exception>[] {
  const captured = exceptions.toReversed()
  const known = new Set(captured.map(({ mechanism }) => mechanism.exception_id))
  const isGroup = captured.some(({ mechanism }) => mechanism.is_exception_group)
  if (!isGroup) return captured.map((exception) => ({ exception, depth: 0 }))
  const out: Caused<Exception>[] = []
  const visit = (exception: Exception, depth: number) => {
    // Ids are the sender's word: two may have the same, or be each other's parents.
    if (out.some((other) => other.exception === exception)) return
    out.push({ exception, depth })
    const { exception_id: id } = exception.mechanism
    if (id === undefined) return
    for (const child of captured) if (child.mechanism.parent_id === id) visit(child, depth + 1)
  }
  for (const exception of captured) {
    const { parent_id: parent } = exception.mechanism
    if (parent === undefined || !known.has(parent)) visit(exception, 0)
  }
  for (const exception of captured) visit(exception, 0)
  return out
}

/** What an exception is to the one above it: `Caused by`, `errors[1] of AggregateError`. */
export function relationOf({ mechanism }: ReadException, all: readonly ReadException[]): string {
  const { source, parent_id: parentId } = mechanism
  const parent = all.find((other) => other.mechanism.exception_id === parentId)
  // Only in a group is it not plain whose cause this is.
  const isTree = all.some((other) => other.mechanism.is_exception_group)
  const ofParent = isTree && parentId !== undefined && parent?.type ? ` of ${parent.type}` : ''
  if (source === undefined || source === 'cause') return ofParent ? `Cause${ofParent}` : 'Caused by'
  return `${source}${ofParent}`
}
