import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type {
  ArrivalMessage,
  IssueAnswer,
  IssuesAnswer,
  StoredMessage,
} from '../../../src/api/answers.js'
import type { Issue } from '../../../src/event/stored.js'

/** What an arrival makes ask again, by the first part of a query's key. */
const ofEvents = ['issues', 'issue', 'totals']
const others = ['transactions', 'releases', 'feedback', 'check-ins', 'delivery', 'attachments']

/** Numbers in rows change at most so often, in milliseconds; a flood is not to flicker. */
const patchEvery = 250
const askEvery = 1000
const retryAfter = 2000

/** Follows the stream of the Inbox and brings what has been asked for up to date. */
export class Live {
  private stream: EventSource | undefined
  private readonly changed = new Map<string, Issue>()
  private readonly stale = new Set<string>()
  private patching: ReturnType<typeof setTimeout> | undefined
  private isAsking = false
  private isOpen = false
  private wasOpen = false
  private readonly listeners = new Set<() => void>()

  constructor(private readonly client: QueryClient) {}

  /** Returns the function that ends it. */
  start(): () => void {
    this.connect()
    const onVisible = () => this.schedule()
    document.addEventListener('visibilitychange', onVisible)
    return () => {
      document.removeEventListener('visibilitychange', onVisible)
      clearTimeout(this.patching)
      this.stream?.close()
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly isConnected = (): boolean => this.isOpen

  private connect(): void {
    const stream = new EventSource('/api/0/stream')
    this.stream = stream
    stream.onopen = () => this.opened()
    stream.onerror = () => {
      this.setOpen(false)
      // After an answer other than 200 the browser does not try again by itself.
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => this.connect(), retryAfter)
    }
    stream.addEventListener('arrival', ({ data }: MessageEvent<string>) => this.arrived(data))
    stream.addEventListener('log', () => this.outdate('logs'))
    stream.addEventListener('stored', ({ data }: MessageEvent<string>) =>
      this.outdate(...(JSON.parse(data) as StoredMessage).rooms),
    )
  }

  private opened(): void {
    // While there was no connection, anything may have come.
    if (this.wasOpen) this.outdate(...ofEvents, ...others, 'logs', 'filters', 'transaction')
    this.wasOpen = true
    this.setOpen(true)
  }

  private setOpen(isOpen: boolean): void {
    this.isOpen = isOpen
    for (const listener of this.listeners) listener()
  }

  private arrived(data: string): void {
    const { issue, change } = JSON.parse(data) as ArrivalMessage
    this.changed.set(issue.id, issue)
    this.outdate(...ofEvents, ...(change ? ['filters', 'releases'] : []))
  }

  private outdate(...rooms: string[]): void {
    for (const room of rooms) this.stale.add(room)
    this.schedule()
  }

  /** Nobody looks at a hidden page: it catches up when it is shown. */
  private schedule(): void {
    if (document.hidden || this.patching !== undefined) return
    if (this.changed.size === 0 && this.stale.size === 0) return
    this.patching = setTimeout(() => {
      this.patching = undefined
      this.patch()
      void this.ask()
    }, patchEvery)
  }

  /** Rows that are shown get their new numbers at once, in the place where they stand. */
  private patch(): void {
    const changed = new Map(this.changed)
    this.changed.clear()
    if (changed.size === 0) return
    this.client.setQueriesData<IssuesAnswer>({ queryKey: ['issues'] }, (page) =>
      page ? { ...page, issues: page.issues.map((row) => updated(row, changed)) } : page,
    )
    for (const [id, issue] of changed) {
      this.client.setQueryData<IssueAnswer>(
        ['issue', id],
        (answer) => answer && { ...answer, issue },
      )
    }
  }

  /** Order, trends and what is new come with an answer, never two requests at a time. */
  private async ask(): Promise<void> {
    if (this.isAsking) return
    this.isAsking = true
    while (this.stale.size > 0 && !document.hidden) {
      const rooms = [...this.stale]
      this.stale.clear()
      await Promise.all(rooms.map((room) => this.refresh(room)))
      await new Promise((resolve) => setTimeout(resolve, askEvery))
    }
    this.isAsking = false
  }

  private async refresh(room: string): Promise<void> {
    const queryKey = [room]
    // An answer that is on its way may have been made before what has just arrived.
    if (this.client.isFetching({ queryKey }) > 0) this.stale.add(room)
    await this.client
      .invalidateQueries({ queryKey }, { cancelRefetch: false })
      .catch(() => undefined)
  }
}

export function useIsConnected(live: Live): boolean {
  return useSyncExternalStore(live.subscribe, live.isConnected)
}

function updated<Row extends Issue>(row: Row, changed: Map<string, Issue>): Row {
  const issue = changed.get(row.id)
  return issue ? { ...row, ...issue } : row
}
