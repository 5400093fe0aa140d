/** Why an envelope is not passed on, and as what that is answered. */
export interface Refusal extends Error {
  status: number
}

/** To be thrown. `text` is sent to whoever asks, so it says nothing of what they sent. */
export function refusal(status: number, text: string): Refusal {
  return Object.assign(new Error(text), { status })
}

export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && 'status' in error
}
