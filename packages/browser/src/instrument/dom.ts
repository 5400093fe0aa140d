import { type Channel, createChannel } from '@mayday/core'

/** A click, or the beginning of typing into a field. */
export interface DomAction {
  kind: 'click' | 'input'
  target: Element
  event: Event
}

/** The same action on the same element within this time is one action; in ms. */
const REPEAT_WITHIN = 1000

export const domChannel: Channel<DomAction> = /* @__PURE__ */ createChannel((emit) => {
  const { document } = globalThis as Partial<typeof globalThis>
  if (!document) return () => {}
  const isRepeat = createRepeatCheck()

  function listener(event: Event): void {
    const kind = event.type === 'click' ? 'click' : 'input'
    const target = event.composedPath()[0] ?? event.target
    if (!(target instanceof Element) || (kind === 'input' && !isField(target))) return
    if (!isRepeat(kind, target)) emit({ kind, target, event })
  }

  // While capturing: a page that stops the propagation is heard too.
  document.addEventListener('click', listener, true)
  document.addEventListener('keypress', listener, true)
  return () => {
    document.removeEventListener('click', listener, true)
    document.removeEventListener('keypress', listener, true)
  }
})

function createRepeatCheck(): (kind: string, target: Element) => boolean {
  let last: { kind: string; target: WeakRef<Element>; at: number } | undefined
  return (kind, target) => {
    const now = Date.now()
    const isSame = last?.kind === kind && last.target.deref() === target
    if (isSame && now - (last?.at ?? 0) < REPEAT_WITHIN) return true
    last = { kind, target: new WeakRef(target), at: now }
    return false
  }
}

function isField(element: Element): boolean {
  return (
    element.tagName === 'INPUT' ||
    element.tagName === 'TEXTAREA' ||
    (element as HTMLElement).isContentEditable
  )
}
