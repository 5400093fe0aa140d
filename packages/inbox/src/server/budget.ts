import { Refusal } from './refusal.js'

const comeAgain = 2

/**
 * How many bytes of requests are held in memory, from the wire to the disk. Whoever would exceed it is told to come
 * again, so that no crowd of senders can use up the memory.
 */
export class Budget {
  private held = 0

  constructor(private readonly most: number) {}

  /**
   * Begins a request, which gives back all that it took when it is released.
   *
   * @param status what whoever is to come again is answered with: SDKs heed 429, uploaders repeat 503
   */
  open(status: 429 | 503 = 429): Share {
    let mine = 0
    return {
      take: (bytes) => {
        if (this.held + bytes > this.most) throw tooBusy(status)
        this.held += bytes
        mine += bytes
      },
      give: (bytes) => {
        this.held -= bytes
        mine -= bytes
      },
      release: () => {
        this.held -= mine
        mine = 0
      },
    }
  }
}

/** What one request holds. */
export interface Share {
  /** Throws a `Refusal` when there is no room for so many bytes more. */
  take(bytes: number): void
  give(bytes: number): void
  release(): void
}

function tooBusy(status: number): Refusal {
  return new Refusal(status, 'The inbox is busy with what came before. Send it again later.', {
    'retry-after': String(comeAgain),
    'x-sentry-rate-limits': `${comeAgain}::organization:busy`,
  })
}
