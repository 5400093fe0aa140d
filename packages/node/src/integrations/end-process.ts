/** The end that version 10 gives a process, where the program asks for it by an option; else Node's own stands. */
import { type Client, safely, unpatched } from '@mayday/core'

let isEnding = false

/** Prints the error, waits `shutdownTimeout` for what is unsent, and ends the process with code 1; once. */
export function endProcess(client: Client, error: unknown): void {
  if (isEnding) return
  isEnding = true
  say('error', error)
  void client.close().finally(() => process.exit(1))
}

/** Prints on stderr what the option promises, without leaving a breadcrumb. */
export function say(level: 'error' | 'warn', value: unknown): void {
  safely('printing', () => (unpatched(console[level]) as typeof console.error).call(console, value))
}
