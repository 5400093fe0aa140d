import type { Issue, IssueChange } from '../event/stored.js'
import type { Sql } from '../store/database.js'
import { Channel } from './channel.js'
import { mail } from './mail.js'
import type { AlertOptions } from './options.js'
import { claimSpikes } from './spikes.js'
import { webhook } from './webhook.js'

/** Milliseconds that spikes are looked for after: however much arrives, the database is asked once in that time. */
const spikesAfter = 1000
/** No issue that happened less often can have a spike. */
const fewest = 20

export interface AlertParts {
  database: Sql
  /** Where links lead. */
  url(): string
  warn(message: string): void
}

/** Tells those who wanted to know. Nothing of it makes a sender wait, or fails where events arrive. */
export class Alerts {
  private readonly channels: Channel[]
  private readonly changed = new Map<string, Issue>()
  private timer: NodeJS.Timeout | undefined

  constructor(
    { webhooks = [], email }: AlertOptions,
    private readonly parts: AlertParts,
  ) {
    const destinations = webhooks.map((one) => webhook(one, parts.url))
    if (email) destinations.push(mail(email, parts.url))
    this.channels = destinations.map((destination) => new Channel(destination, parts.warn))
  }

  /** Notes that something happened to an issue. */
  seen(issue: Issue, change: IssueChange | undefined): void {
    if (this.channels.length === 0) return
    if (change) for (const channel of this.channels) channel.add({ kind: change, issue })
    if (issue.count < fewest || issue.status === 'ignored') return
    this.changed.set(issue.id, issue)
    this.timer ??= setTimeout(() => void this.findSpikes(), spikesAfter)
  }

  /** Tells of what is still to be told. */
  async close(): Promise<void> {
    await this.findSpikes()
    await Promise.all(this.channels.map((channel) => channel.close()))
  }

  private async findSpikes(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    if (this.changed.size === 0) return
    const issues = new Map(this.changed)
    this.changed.clear()
    try {
      for (const { issueId, ...spike } of await claimSpikes(this.parts.database, [
        ...issues.keys(),
      ])) {
        const issue = issues.get(issueId)
        if (issue) for (const channel of this.channels) channel.add({ kind: 'spike', issue, spike })
      }
    } catch (error) {
      this.parts.warn(`Spikes could not be looked for: ${(error as Error).message}`)
    }
  }
}
