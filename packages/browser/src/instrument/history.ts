import { tap, together } from '@mayday/core'
import { listen } from './listen.js'

/** The page's address has changed without the page being loaded anew; both as the page's own links write them. */
export interface Navigation {
  from: string
  to: string
}

/** Tells of each navigation, and returns what ends that. */
export function onNavigation(tell: (navigation: Navigation) => void): () => void {
  let to = address()

  function check(): void {
    const from = to
    to = address()
    if (from !== to) tell({ from, to })
  }

  return together([
    tap(globalThis.history, ['pushState', 'replaceState'], () => check),
    listen(globalThis as never, ['popstate'], check),
  ])
}

/** Without the origin, which is the same as long as the page is. */
function address(): string {
  return `${globalThis.location}`.replace(/^\w+:\/\/[^/]*/, '')
}
