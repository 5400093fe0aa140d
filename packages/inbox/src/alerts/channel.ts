import { type Destination, Undelivered } from './alert.js'
import type { Outbox, Parcel } from './outbox.js'

/** Milliseconds between two messages: a flood is one message and then a summary, not a flood of messages. */
const quiet = 10_000
/** Milliseconds before each further attempt; the last stands for all that follow. */
const delays = [1000, 5000, 25_000, 125_000, 300_000]
/** What a receiver asks for is granted up to this; what is held meanwhile is leased for longer. */
const longestDelay = 300_000
const lastPatience = 2000

/** Tells one destination of what the outbox has for it, in as few messages as there are pauses between. Never rejects. */
export class Channel {
  private isAwake = false
  private running: Promise<void> | undefined
  /** Attempts in a row that were in vain. */
  private failures = 0
  /** What was told or given up, and may still be in the outbox. */
  private done: Parcel['rows'] = []
  private readonly ending = new AbortController()
  private readonly hangUp = new AbortController()

  constructor(
    private readonly destination: Destination,
    private readonly outbox: Outbox,
    private readonly warn: (message: string) => void,
  ) {}

  /** Has it look into the outbox. */
  wake(): void {
    this.isAwake = true
    this.running ??= this.run()
  }

  /** Tells of what is still to be told, once, and gives up after two seconds: the next start tells the rest. */
  async close(): Promise<void> {
    this.ending.abort()
    const timer = setTimeout(() => this.hangUp.abort(), lastPatience)
    await Promise.race([this.running, aborted(this.hangUp.signal)])
    clearTimeout(timer)
  }

  private async run(): Promise<void> {
    while (this.isAwake) {
      this.isAwake = false
      const pause = await this.tell().catch((error) => this.failed(error))
      if (pause === 0 || (this.ending.signal.aborted && this.failures > 0)) continue
      this.isAwake = true
      await this.rest(pause)
    }
    this.running = undefined
  }

  /** Tells of all there is, and gives the milliseconds until there may be more; 0 when there was nothing. */
  private async tell(): Promise<number> {
    await this.forget()
    const parcel = await this.outbox.take(this.destination.id)
    if (parcel.rows.length === 0) return 0
    const failure = await this.attempt(parcel)
    if (failure?.isPassing) throw failure
    if (failure) this.gaveUp(parcel, failure)
    else this.succeeded()
    this.done = parcel.rows
    await this.forget()
    return quiet
  }

  private async attempt(parcel: Parcel): Promise<Undelivered | undefined> {
    try {
      await this.destination.deliver(parcel, this.hangUp.signal)
      return undefined
    } catch (error) {
      return error instanceof Undelivered ? error : new Undelivered('it failed', false)
    }
  }

  private async forget(): Promise<void> {
    await this.outbox.remove(this.done)
    this.done = []
  }

  private gaveUp(parcel: Parcel, { message }: Error): void {
    this.warn(`${this.destination.name} was not told of ${countOf(parcel)}: ${message}.`)
  }

  private succeeded(): void {
    if (this.failures > 0) this.warn(`${this.destination.name} is told of alerts again.`)
    this.failures = 0
  }

  private failed(error: Error): number {
    const { message } = error
    this.failures += 1
    if (this.failures === 1) {
      this.warn(
        `${this.destination.name} cannot be told of alerts now: ${message}. It is asked again, for a day at most.`,
      )
    }
    const delay = delays[Math.min(this.failures, delays.length) - 1] as number
    const wished = error instanceof Undelivered ? error.retryAfter : 0
    return Math.min(Math.max(delay, wished), longestDelay)
  }

  /** Waits, unless there is no time any more. */
  private rest(milliseconds: number): Promise<void> {
    const { signal } = this.ending
    return new Promise((resolve) => {
      if (signal.aborted) return resolve()
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', wake)
        resolve()
      }, milliseconds)
      const wake = () => {
        clearTimeout(timer)
        resolve()
      }
      signal.addEventListener('abort', wake, { once: true })
    })
  }
}

function countOf({ alerts, omitted }: Parcel): string {
  const count = alerts.length + omitted
  return count === 1 ? 'an alert' : `${count} alerts`
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()))
}
