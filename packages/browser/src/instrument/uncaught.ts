/** Uncaught errors and rejections, as the browser tells of them. */

/** What either event may have. */
export type Uncaught = Partial<
  ErrorEvent & PromiseRejectionEvent & CustomEvent<{ reason: unknown }>
>

/** True for what somebody else captures, who knows more of it. */
export type Claim = (event: Uncaught) => boolean

/** Each is asked before the global handlers capture. */
export const claims: Set<Claim> = /* @__PURE__ */ new Set()

/**
 * Leaves uncaught errors and rejections to you for which `claim` is true: no client's global handlers capture them.
 * Returns what ends that.
 */
export function claimUncaught(claim: Claim): () => void {
  claims.add(claim)
  return () => void claims.delete(claim)
}

/** What was thrown, or what a promise was rejected with. */
export function thrownBy({ type, error, message, reason, detail }: Uncaught): unknown {
  // Without an error object (a primitive was thrown, or the browser hides it) the event still says what and where.
  return type === 'error'
    ? (error ?? message?.replace(/^uncaught (exception: )?/i, ''))
    : // Promise libraries from before the standard put the reason into the event's detail.
      (detail?.reason ?? reason)
}

/** An error whose stack is the one place that the event names; nothing for a rejection, which has none. */
export function placeOf({ type, filename, lineno, colno }: Uncaught): Error | null {
  const stack = filename ? `    at ? (${filename}:${lineno}:${colno})` : ''
  return type === 'error' ? Object.assign(new Error(), { stack }) : null
}
