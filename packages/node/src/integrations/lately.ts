/** In ms. */
const STAYS = 1000

/**
 * `read`, asked at most once a second. What the system says of memory is in files: to open them for each of many errors
 * takes longer than all else that is done for these.
 */
export function lately<T>(read: () => T): () => T {
  let known: { value: T; until: number } | undefined
  return () => {
    const now = performance.now()
    if (!known || now >= known.until) known = { value: read(), until: now + STAYS }
    return known.value
  }
}
