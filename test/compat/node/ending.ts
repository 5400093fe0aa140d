/** What a program was told, and what became of it. */
import type { Event } from '@sentry/node'
import type { Content } from '../content.js'

/** What is known of a program when it is over. */
export interface Ending {
  /** The envelopes that the receiver got for its DSN. Which of them comes first is left to chance. */
  contents: Content[]
  /**
   * The events among them, by their titles. Lists may be wrapped in `values` on the wire, or not; they mean the same.
   */
  events: Event[]
  /** The payloads of the items of this type among them. */
  payloads<Payload = Record<string, unknown>>(type: string): Payload[]
  /** What `main()` returned, as JSON has it. Unknown where it ended the process. */
  // biome-ignore lint/suspicious/noExplicitAny: each program knows its own
  returned: any
  /** These are empty unless the program has a process of its own. */
  code: number | null
  signal: string | null
  stdout: string
  /** Without the number of the process, and with `<here>` for the folder of the program. */
  stderr: string
}

/** What a file of `programs/` exports. */
export interface Program {
  /** The program itself: runs in a child process, with a DSN of its own. */
  main(dsn: string): unknown
  /** Makes of its ending what is compared with `expected`; by default what `main` returned. */
  found?(ending: Ending): unknown
  expected: unknown
  /** It has a process of its own: how that ends is the point, or what it does cannot be undone. */
  alone?: boolean
}
