import { setTimeout as after, setImmediate } from 'node:timers/promises'
import { Refusal } from '../server/refusal.js'
import type { Arrival, Outcome } from './arrival.js'
import type { Database, Sql } from './database.js'
import { isRefused } from './failures.js'
import { writeArrivals } from './write.js'

const mostArrivals = 500
/** Of the event loop: senders that never pause are not to keep others waiting. */
const mostTurns = 20
const mostBytes = 8 * 1024 * 1024

/** How long a database that is away is waited for, in milliseconds, before senders are told to come again. */
const pauses = [100, 400, 1500, 3000, 5000, 5000]
const comeAgain = 5

interface Waiting {
  arrival: Arrival
  resolve(outcome: Outcome): void
  reject(error: unknown): void
}

/**
 * Writes what arrives. All that comes while a transaction runs goes into the next one, so that a burst costs few of
 * them; every sender still waits until what it sent is on disk. How much waits is bounded by who reads it off the wire.
 */
export class Commits {
  private waiting: Waiting[] = []
  private running: Promise<void> | undefined

  /** @param alsoWrite is given what became of arrivals, in their transaction */
  constructor(
    private readonly database: Database,
    private readonly alsoWrite: (sql: Sql, outcomes: readonly Outcome[]) => Promise<void>,
  ) {}

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
    let bytes = 0
    const end = this.waiting.findIndex(({ arrival }, index) => {
      bytes += sizeOf(arrival)
      return index >= mostArrivals || (index > 0 && bytes > mostBytes)
    })
    return this.waiting.splice(0, end === -1 ? this.waiting.length : end)
  }

  private async write(batch: Waiting[]): Promise<void> {
    try {
      const outcomes = await this.persist(batch.map(({ arrival }) => arrival))
      for (const [index, { resolve }] of batch.entries()) resolve(outcomes[index] as Outcome)
    } catch (error) {
      const half = batch.length / 2
      // One that cannot be written must not take the others with it.
      if (isRefused(error) && batch.length > 1) {
        await this.write(batch.slice(0, half))
        await this.write(batch.slice(half))
      } else for (const { reject } of batch) reject(isRefused(error) ? error : away(error))
    }
  }

  /** Waits for a database that is restarted: most senders would not try again. */
  private async persist(arrivals: readonly Arrival[]): Promise<Outcome[]> {
    for (const pause of pauses) {
      try {
        return await this.store(arrivals)
      } catch (error) {
        if (isRefused(error)) throw error
        await after(pause)
      }
    }
    return this.store(arrivals)
  }

  private store(arrivals: readonly Arrival[]): Promise<Outcome[]> {
    return this.database.transaction(async (sql) => {
      const outcomes = await writeArrivals(sql, arrivals)
      await this.alsoWrite(sql, outcomes)
      return outcomes
    })
  }
}

function away(error: unknown): Refusal {
  const reason = error instanceof Error ? error.message : String(error)
  return new Refusal(503, `The database cannot be written to now: ${reason}`, {
    'retry-after': String(comeAgain),
  })
}

function sizeOf({ event, items }: Arrival): number {
  return items.reduce((sum, { payload }) => sum + payload.length, event?.payload.length ?? 0)
}
