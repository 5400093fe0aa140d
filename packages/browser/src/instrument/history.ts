import { type Channel, createChannel, tap, together } from '@mayday/core'
import { listen } from './listen.js'

/** The page's address has changed without the page being loaded anew. */
export interface Navigation {
  from: string
  to: string
}

export const historyChannel: Channel<Navigation> = /* @__PURE__ */ createChannel((emit) => {
  const { history, location } = globalThis as Partial<typeof globalThis>
  if (!history || !location) return () => {}
  let last = location.href

  function check(): void {
    const from = last
    last = (location as Location).href
    if (from !== last) emit({ from, to: last })
  }

  return together([
    tap(history, ['pushState', 'replaceState'], () => check),
    listen(globalThis as never, 'popstate', check),
  ])
})
