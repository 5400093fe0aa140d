/** What a receiver does with the requests that come: how a fault looks from outside. */

/** What becomes of one request. */
export type Act =
  /** Answers at once; the events of what is answered with 2xx are accepted. */
  | { status: number; headers?: Record<string, string> }
  /** Accepts, and answers one character after the other. */
  | 'slow answer'
  /** Reads, and says nothing. */
  | 'silence'
  /** Reads, and begins an answer that never ends. */
  | 'answer without end'
  | 'reset before reading'
  | 'reset after reading'
  /** The events are accepted, but nobody hears of it. */
  | 'acknowledgement lost'

/** A request that has been read. */
export interface Body {
  /** Bytes, when unpacked. */
  size: number
}

/** Says what becomes of a request, by how many came before it; or, when it has been read, by what it is. */
export type Script = (before: number) => Act | ((body: Body) => Act)

export const OK: Act = { status: 200 }

/** The same for everybody. */
export const always =
  (act: Act): Script =>
  () =>
    act

/** Something else for the first ones; given as a function when it depends on the time. */
export const first =
  (count: number, act: Act | (() => Act)): Script =>
  (before) => {
    if (before >= count) return OK
    return typeof act === 'function' ? act() : act
  }

/** One of these acts for so many of the requests (0 to 1), by a seed: the same in every run. */
export function sometimes(share: number, seed: number, ...acts: Act[]): Script {
  const draw = seeded(seed)
  return () => {
    const [isHit, which] = [draw() < share, draw()]
    return isHit ? (acts[Math.floor(which * acts.length)] as Act) : OK
  }
}

/** As proxies do with bodies of more than so many bytes. */
export const biggerThan =
  (limit: number, act: Act): Script =>
  () =>
  ({ size }) =>
    size > limit ? act : OK

/** Numbers from 0 to 1 that a seed decides. @see https://en.wikipedia.org/wiki/Linear_congruential_generator */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return state / 2 ** 32
  }
}
