import { listen } from './listen.js'

/** The same action on the same element within this time is one action; in ms. */
const REPEAT_WITHIN = 1000

/** Tells of clicks and of the beginning of typing into a field, and returns what ends that. */
export function onDomAction(
  tell: (kind: 'click' | 'input', target: Element, event: Event) => void,
): () => void {
  // Its one entry does not keep an element that has left the page.
  let last = new WeakMap<Element, string>()
  let lastAt = 0

  function listener(event: Event): void {
    const kind = event.type === 'click' ? 'click' : 'input'
    const [target] = event.composedPath()
    if (!(target instanceof Element) || (kind === 'input' && !isField(target))) return
    if (last.get(target) === kind && Date.now() - lastAt < REPEAT_WITHIN) return
    last = new WeakMap([[target, kind]])
    lastAt = Date.now()
    tell(kind, target, event)
  }

  // While capturing: a page that stops the propagation is heard too.
  return listen(globalThis.document, ['click', 'keypress'], listener, { capture: true })
}

function isField(element: Element): boolean {
  return element.matches('input, textarea') || (element as HTMLElement).isContentEditable
}
