import { tap, together } from '@mayday/core'
import { listen } from './listen.js'

/** The page's address has changed without the page being loaded anew; both as the page's own links write them. */
export interface Move {
  from: string
  to: string
}

/** Tells of each navigation, and returns what ends that. */
export function onNavigation(tell: (move: Move) => void): () => void {
  let to = address()

  function check(): void {
    const from = to
    to = address()
    if (from !== to) tell({ from, to })
  }

  const { navigation } = globalThis as { navigation?: Navigation }
  // It has no entry where it tells of nothing, as in a sandbox.
  if (navigation?.currentEntry) return listen(navigation, ['currententrychange'], check)
  return together([
    tap(globalThis.history, ['pushState', 'replaceState'], () => check),
    listen(globalThis as never, ['popstate'], check),
  ])
}

/** Without the origin, which is the same as long as the page is. */
function address(): string {
  return `${globalThis.location}`.replace(/^\w+:\/\/[^/]*/, '')
}
