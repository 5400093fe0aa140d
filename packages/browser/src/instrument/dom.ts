import { type Channel, createChannel, together } from '@mayday/core'
import { listen } from './listen.js'

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
  let lastKind: string | undefined
  let lastTarget: WeakRef<Element> | undefined
  let lastAt = 0

  function listener(event: Event): void {
    const kind = event.type === 'click' ? 'click' : 'input'
    const [target] = event.composedPath()
    if (!(target instanceof Element) || (kind === 'input' && !isField(target))) return
    const isSame = kind === lastKind && target === lastTarget?.deref()
    if (isSame && Date.now() - lastAt < REPEAT_WITHIN) return
    lastKind = kind
    lastTarget = new WeakRef(target)
    lastAt = Date.now()
    emit({ kind, target, event })
  }

  // While capturing: a page that stops the propagation is heard too.
  const start = (type: string): (() => void) => listen(document as Document, type, listener, true)
  return together(document ? ['click', 'keypress'].map(start) : [])
})

function isField(element: Element): boolean {
  return element.matches('input, textarea') || (element as HTMLElement).isContentEditable
}
