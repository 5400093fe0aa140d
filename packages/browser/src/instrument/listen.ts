import { safely } from '@mayday/core'

/** Listens, and returns what ends that. What the listener throws stays here: in the page it would be one more error. */
export function listen(
  target: EventTarget,
  type: string,
  listener: (event: Event) => void,
  capture = false,
): () => void {
  const own = (event: Event): void => safely(type, () => listener(event))
  target.addEventListener(type, own, capture)
  return () => target.removeEventListener(type, own, capture)
}
