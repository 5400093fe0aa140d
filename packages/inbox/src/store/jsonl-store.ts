import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EventRef, Issue, StoredEvent, Totals } from '../event/stored.js'
import { Journal, type Place } from './journal.js'
import { takeLock } from './lock.js'
import type { Store, StoredItems } from './store.js'
import { countDiscarded, type DiscardCounts, updateIssue } from './tally.js'

/** One line of the file. */
type Line = { v: 1; event: StoredEvent } | { v: 1; items: StoredItems }

interface Entry extends EventRef {
  issueId: string
  place: Place
}

/**
 * A store in one file of JSON Lines. Memory holds where each event stands, not the events: those
 * are read from the file when somebody looks at them.
 */
export class JsonlStore implements Store {
  private readonly entries = new Map<string, Entry>()
  private readonly byIssue = new Map<string, { issue: Issue; entries: Entry[] }>()
  private readonly appending = new Map<string, Promise<unknown>>()
  private readonly discarded: DiscardCounts = new Map()
  private unreadable = 0
  private journal!: Journal

  private constructor(private readonly release: () => Promise<void>) {}

  /** Opens the directory's store, or makes it. Rejects when another process is using it. */
  static async open(directory: string): Promise<JsonlStore> {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    const store = new JsonlStore(await takeLock(join(directory, 'inbox.lock')))
    try {
      // What was received is nobody's source code.
      await writeFile(join(directory, '.gitignore'), '*\n')
      const path = join(directory, 'inbox.jsonl')
      store.journal = await Journal.open(path, (line, place) => store.readBack(line, place))
    } catch (error) {
      await store.release()
      throw error
    }
    return store
  }

  async append(event: StoredEvent): Promise<Issue | undefined> {
    const first = this.appending.get(event.id)
    if (first !== undefined) {
      await first
      return undefined
    }
    if (this.entries.has(event.id)) return undefined
    const written = this.write({ v: 1, event })
    this.appending.set(event.id, written)
    try {
      return this.index(event, await written)
    } finally {
      this.appending.delete(event.id)
    }
  }

  async appendItems(items: StoredItems): Promise<void> {
    await this.write({ v: 1, items })
    countDiscarded(this.discarded, items.items)
  }

  async has(eventId: string): Promise<boolean> {
    return this.entries.has(eventId)
  }

  async issues(): Promise<Issue[]> {
    const issues = [...this.byIssue.values()].map(({ issue }) => issue)
    return issues.sort((a, b) => (a.lastSeen < b.lastSeen ? 1 : -1))
  }

  async issue(id: string): Promise<Issue | undefined> {
    return this.byIssue.get(id)?.issue
  }

  async eventsOf(issueId: string, limit: number): Promise<EventRef[]> {
    const entries = this.byIssue.get(issueId)?.entries ?? []
    const newest = entries.slice(-limit).reverse()
    return newest.map(({ id, timestamp }) => ({ id, timestamp }))
  }

  async event(id: string): Promise<StoredEvent | undefined> {
    const entry = this.entries.get(id)
    return entry && this.read(entry)
  }

  async neighbours(eventId: string): Promise<{ older?: string; newer?: string }> {
    const entry = this.entries.get(eventId)
    const siblings = this.byIssue.get(entry?.issueId ?? '')?.entries ?? []
    const at = siblings.findLastIndex(({ id }) => id === eventId)
    const [older, newer] = [siblings[at - 1]?.id, siblings[at + 1]?.id]
    if (at === -1) return {}
    return { ...(older && { older }), ...(newer && { newer }) }
  }

  async recent(limit: number = this.entries.size): Promise<StoredEvent[]> {
    const first = Math.max(0, this.entries.size - limit)
    const events: StoredEvent[] = []
    for (const entry of [...this.entries.values()].slice(first)) events.push(await this.read(entry))
    return events
  }

  async totals(): Promise<Totals> {
    return {
      events: this.entries.size,
      issues: this.byIssue.size,
      unreadable: this.unreadable,
      discarded: [...this.discarded.values()],
    }
  }

  async close(): Promise<void> {
    await this.journal.close()
    await this.release()
  }

  private write(line: Line): Promise<Place> {
    return this.journal.append(JSON.stringify(line))
  }

  private async read(entry: Entry): Promise<StoredEvent> {
    const line = JSON.parse(await this.journal.read(entry.place)) as { event: StoredEvent }
    return line.event
  }

  private readBack(text: string, place: Place): void {
    if (text === '') return
    try {
      const line = JSON.parse(text) as Line
      if (line.v !== 1) throw new Error('A record of another version.')
      if ('event' in line) this.index(line.event, place)
      else countDiscarded(this.discarded, line.items.items)
    } catch {
      this.unreadable += 1
    }
  }

  private index(event: StoredEvent, place: Place): Issue {
    const { id, issueId, timestamp } = event
    const entry = { id, issueId, timestamp, place }
    const group = this.byIssue.get(issueId)
    const issue = updateIssue(group?.issue, event)
    this.byIssue.set(issueId, { issue, entries: group?.entries ?? [] })
    this.byIssue.get(issueId)?.entries.push(entry)
    this.entries.set(id, entry)
    countDiscarded(this.discarded, event.items)
    return issue
  }
}
