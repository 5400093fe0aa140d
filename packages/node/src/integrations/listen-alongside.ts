/** Node puts it there itself while a domain is in use. */
const OF_DOMAINS = 'domainUncaughtExceptionClear'

/** How many listeners the process has for `event` beside `own`. */
export function othersFor(event: string, own: unknown): number {
  return process
    .listeners(event as 'exit')
    .filter((one: { name: string }) => one !== own && one.name !== OF_DOMAINS).length
}

/**
 * Listens as long as the program itself does: then Node no longer ends the process at this event, with us or without.
 * Returns what ends that.
 */
export function listenAlongside<Args extends unknown[]>(
  event: string,
  own: (...args: Args) => void,
): () => void {
  const isListening = (): boolean => process.listeners(event as 'exit').includes(own as never)
  const onAdded = (name: string | symbol, added: unknown): void => {
    if (name === event && added !== own && !isListening()) process.on(event, own as never)
  }
  const onRemoved = (name: string | symbol): void => {
    if (name === event && othersFor(event, own) === 0) process.off(event, own as never)
  }
  if (othersFor(event, own) > 0) process.on(event, own as never)
  process.on('newListener', onAdded)
  process.on('removeListener', onRemoved)
  return () => {
    process.off('newListener', onAdded)
    process.off('removeListener', onRemoved)
    process.off(event, own as never)
  }
}
