/** One listener of the process for all spools: each of its own would soon be too many for Node's taste. */
import { safely } from '@mayday/core'

const ends = new Set<() => void>()

function endAll(): void {
  for (const end of ends) safely('spool at exit', end)
}

/** Has `end` called when the process exits; returns what ends that. */
export function atExit(end: () => void): () => void {
  if (ends.size === 0) process.on('exit', endAll)
  ends.add(end)
  return () => {
    if (ends.delete(end) && ends.size === 0) process.off('exit', endAll)
  }
}
