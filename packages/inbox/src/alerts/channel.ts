import { type Alert, type Batch, type Destination, Undelivered } from './alert.js'

const mostWaiting = 1000
/** Milliseconds between two messages: a flood is one message and then a summary, not a flood of messages. */
const quiet = 10_000
/** Milliseconds before each further attempt. */
const delays = [1000, 5000, 25_000, 125_000]
const lastPatience = 2000

/** Tells one destination of alerts, in as few messages as there are pauses between. Never rejects, never makes wait. */
export class Channel {
  private waiting: Alert[] = []
  private omitted = 0
  private running: Promise<void> | undefined
  private readonly ending = new AbortController()
  private readonly hangUp = new AbortController()

  constructor(
    private readonly destination: Destination,
    private readonly warn: (message: string) => void,
  ) {}

  add(alert: Alert): void {
    if (!this.destination.wants(alert)) return
    if (this.waiting.length < mostWaiting) this.waiting.push(alert)
    else this.omitted += 1
    this.running ??= this.run()
  }

  /** Tells of what is still to be told, once, and gives up after two seconds. */
  async close(): Promise<void> {
    this.ending.abort()
    const timer = setTimeout(() => this.hangUp.abort(), lastPatience)
    await Promise.race([this.running, aborted(this.hangUp.signal)])
    clearTimeout(timer)
  }

  private async run(): Promise<void> {
    // What comes of one transaction is one message.
    await Promise.resolve()
    while (this.waiting.length > 0) {
      const batch = { alerts: this.waiting.splice(0), omitted: this.omitted }
      this.omitted = 0
      await this.deliver(batch)
      await this.rest(quiet)
    }
    this.running = undefined
  }

  private async deliver(batch: Batch): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const failure = await this.attempt(batch)
      if (!failure) return
      const delay = delays[attempt]
      if (!failure.isPassing || delay === undefined || this.ending.signal.aborted) {
        return this.warn(sentence(this.destination, batch, failure))
      }
      await this.rest(Math.max(delay, failure.retryAfter))
    }
  }

  private async attempt(batch: Batch): Promise<Undelivered | undefined> {
    try {
      await this.destination.deliver(batch, this.hangUp.signal)
      return undefined
    } catch (error) {
      return error instanceof Undelivered ? error : new Undelivered('it failed', false)
    }
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

function sentence({ name }: Destination, { alerts, omitted }: Batch, reason: Error): string {
  const count = alerts.length + omitted
  return `${name} was not told of ${count === 1 ? 'an alert' : `${count} alerts`}: ${reason.message}.`
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()))
}
