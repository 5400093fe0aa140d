import { setImmediate } from 'node:timers/promises'
import type { Arrival, Outcome } from './arrival.js'
import type { Database } from './database.js'
import { writeArrivals } from './write.js'

const mostArrivals = 500
/** Of the event loop: senders that never pause are not to keep others waiting. */
const mostTurns = 20
const mostCharacters = 8 * 1024 * 1024

interface Waiting {
  arrival: Arrival
  resolve(outcome: Outcome): void
  reject(error: unknown): void
}

/**
 * Writes what arrives. All that comes while a transaction runs goes into the next one, so that a burst costs few of
 * them; every sender still waits until what it sent is on disk.
 */
export class Commits {
  private waiting: Waiting[] = []
  private running: Promise<void> | undefined

  constructor(private readonly database: Database) {}

  /** Resolves once the arrival is safe on disk. Rejects, and has stored nothing of it, when it cannot be written. */
  add(arrival: Arrival): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ arrival, resolve, reject })
      this.running ??= this.run()
    })
  }

  /** Resolves when everything added so far is settled. */
  async settled(): Promise<void> {
    await this.running
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      await this.gather()
      await this.write(this.nextBatch())
    }
    this.running = undefined
  }

  /**
   * The embedded database works in this thread: while it does, what senders send is not even read. So it begins only
   * when a turn of the event loop has brought nothing new.
   */
  private async gather(): Promise<void> {
    let known = 0
    for (let turn = 0; turn < mostTurns && known < this.waiting.length; turn++) {
      known = this.waiting.length
      await setImmediate()
    }
  }

  private nextBatch(): Waiting[] {
    let characters = 0
    const end = this.waiting.findIndex(({ arrival }, index) => {
      characters += sizeOf(arrival)
      return index >= mostArrivals || (index > 0 && characters > mostCharacters)
    })
    return this.waiting.splice(0, end === -1 ? this.waiting.length : end)
  }

  private async write(batch: Waiting[]): Promise<void> {
    try {
      const arrivals = batch.map(({ arrival }) => arrival)
      const outcomes = await this.database.transaction((sql) => writeArrivals(sql, arrivals))
      for (const [index, { resolve }] of batch.entries()) resolve(outcomes[index] as Outcome)
    } catch (error) {
      // One that cannot be written must not take the others with it.
      if (batch.length === 1) batch[0]?.reject(error)
      else for (const one of batch) await this.write([one])
    }
  }
}

function sizeOf({ event, items }: Arrival): number {
  return items.reduce((sum, { payload }) => sum + payload.length, event?.payload.length ?? 0)
}
