import { safely } from '@mayday/core'

/**
 * Listens, if there is a target, and returns what ends that. What the listener throws stays here: in the page it would
 * be one more error.
 */
export function listen(
  target: EventTarget | undefined,
  types: readonly string[],
  listener: (event: Event) => void,
  options?: AddEventListenerOptions,
): () => void {
  const own = (event: Event): void => safely(event.type, () => listener(event))
  for (const type of types) target?.addEventListener(type, own, options)
  return () => {
    for (const type of types) target?.removeEventListener(type, own, options)
  }
}
