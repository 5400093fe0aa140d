import { randomUUID } from 'node:crypto'
import type { Issue, IssueChange } from '../event/stored.js'
import type { Outcome } from '../store/arrival.js'
import type { Database, Sql } from '../store/database.js'
import type { Alert, Destination } from './alert.js'
import { Channel } from './channel.js'
import { mail } from './mail.js'
import type { AlertOptions } from './options.js'
import { Outbox } from './outbox.js'
import { claimSpikes, fewest, spikedThisHour } from './spikes.js'
import { webhook } from './webhook.js'

/** Milliseconds that spikes are looked for after: however much arrives, the database is asked once in that time. */
const spikesAfter = 1000
/** Milliseconds between two looks at what other Inboxes on the database have left. */
const lookEvery = 60_000

export interface AlertParts {
  database: Database
  /** Nobody else uses the database. */
  isAlone: boolean
  /** Where links lead. */
  url(): string
  warn(message: string): void
}

/** Tells those who wanted to know. Nothing of it makes a sender wait, or fails where events arrive. */
export class Alerts {
  private readonly destinations: Destination[]
  private readonly channels: Map<string, Channel>
  private readonly outbox: Outbox
  private readonly changed = new Set<string>()
  private timer: NodeJS.Timeout | undefined
  private finding: Promise<void> = Promise.resolve()
  private looking: NodeJS.Timeout | undefined

  constructor(
    { webhooks = [], email }: AlertOptions,
    private readonly parts: AlertParts,
  ) {
    this.outbox = new Outbox(parts.database, randomUUID(), parts.isAlone)
    this.destinations = webhooks.map((one) => webhook(one, parts.url))
    if (email) this.destinations.push(mail(email, parts.url))
    this.channels = new Map(
      this.destinations.map((one) => [one.id, new Channel(one, this.outbox, parts.warn)]),
    )
  }

  /** Tells of what is left by one that died, from now on. */
  start(): void {
    if (this.channels.size === 0) return
    if (!this.parts.isAlone) this.looking = setInterval(() => this.wake(), lookEvery).unref()
    this.wake()
    void this.findSpikes(() => spikedThisHour(this.parts.database))
  }

  /** Keeps what became of arrivals for those who want to know, in the transaction that stores these. */
  readonly keep = async (sql: Sql, outcomes: readonly Outcome[]): Promise<void> => {
    await this.add(
      sql,
      outcomes.flatMap(({ issue, change }) => (issue && change ? { kind: change, issue } : [])),
    )
  }

  /** Tells of what was kept: something happened to an issue. */
  seen(issue: Issue, change: IssueChange | undefined): void {
    if (this.channels.size === 0) return
    if (change) this.wake([{ kind: change, issue }])
    if (issue.count < fewest || issue.status === 'ignored') return
    this.changed.add(issue.id)
    this.timer ??= setTimeout(() => void this.findSpikes(), spikesAfter)
  }

  /** Tells of what is still to be told, and leaves the rest to the next start. */
  async close(): Promise<void> {
    clearInterval(this.looking)
    if (this.channels.size === 0) return
    await this.findSpikes()
    await Promise.all([...this.channels.values()].map((channel) => channel.close()))
    await this.outbox.release().catch(() => undefined)
  }

  private async add(sql: Sql, alerts: readonly Alert[]): Promise<void> {
    await this.outbox.add(
      sql,
      alerts.flatMap((alert) =>
        this.whoWants(alert).map((destination) => ({ destination, alert })),
      ),
    )
  }

  /** Each once, however often it is named. */
  private whoWants(alert: Alert): string[] {
    return [...new Set(this.destinations.flatMap((one) => (one.wants(alert) ? one.id : [])))]
  }

  private wake(alerts?: readonly Alert[]): void {
    const ids = alerts?.flatMap((alert) => this.whoWants(alert)) ?? this.channels.keys()
    for (const id of ids) this.channels.get(id)?.wake()
  }

  /** One look after the other. */
  private findSpikes(look: () => Promise<string[]> = this.takeChanged): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    this.finding = this.finding
      .then(look)
      .then((issueIds) => this.claim(issueIds))
      .catch(this.spikesFailed)
    return this.finding
  }

  private readonly takeChanged = async (): Promise<string[]> => {
    const issueIds = [...this.changed]
    this.changed.clear()
    return issueIds
  }

  private async claim(issueIds: string[]): Promise<void> {
    if (issueIds.length === 0) return
    const spikes = await this.parts.database.transaction(async (sql) => {
      const claimed = await claimSpikes(sql, issueIds)
      await this.add(sql, claimed)
      return claimed
    })
    this.wake(spikes)
  }

  private readonly spikesFailed = (error: Error): void => {
    this.parts.warn(`Spikes could not be looked for: ${error.message}`)
  }
}
