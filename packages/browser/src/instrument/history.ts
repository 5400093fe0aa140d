import { type Channel, createChannel, patch } from '@mayday/core'

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

  const undo = ['pushState', 'replaceState'].map((name) =>
    patch(history, name, (original) => {
      return function (this: unknown, ...args) {
        const result = original.apply(this, args)
        check()
        return result
      }
    }),
  )
  globalThis.addEventListener('popstate', check)
  return () => {
    globalThis.removeEventListener('popstate', check)
    for (const restore of undo) restore()
  }
})
