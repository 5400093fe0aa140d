let isStarting = false
const ours = new WeakSet<object>()

/** Starts a request or thread of the SDK's own, of which nothing is told; returns it. */
export function unobserved<T extends object>(start: () => T): T {
  isStarting = true
  try {
    const started = start()
    ours.add(started)
    return started
  } finally {
    isStarting = false
  }
}

/** Asked where Node announces a request or thread, which it does at once or later: true for those of the SDK. */
export function isUnobserved(started: object): boolean {
  return isStarting || ours.has(started)
}
