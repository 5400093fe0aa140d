import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Arrivals } from './arrivals.js'
import type { Issue, IssueChange, StoredEvent } from './event/stored.js'
import { recentEvents, storedEventOf } from './issues/events.js'
import { createHandler } from './server/handler.js'
import type { Receiver } from './server/receive.js'
import { Stream } from './server/stream.js'
import { clearStore } from './store/clear.js'
import { Commits } from './store/commits.js'
import type { Database } from './store/database.js'
import { noteUrl } from './store/note-url.js'
import { openStore, type StoreOptions } from './store/open.js'
import { resolveEvent } from './symbolication/resolve.js'
import { type SourceMaps, sourceMapsOf } from './symbolication/source-maps.js'

export interface InboxOptions extends StoreOptions {
  /** Where to listen; 0 takes any free port. A port that is taken is replaced by a free one. @default 0 */
  port?: number
  /** Any but a loopback address lets others on the network read what arrives. @default '127.0.0.1' */
  host?: string
  /**
   * Folders with builds, whose source maps and scripts may be read to find the sources of frames. Nothing else on this
   * machine is read. @default []
   */
  sourceMaps?: string[]
  /** Called for each event that is new, once it is on disk; `change` is what it did to its issue, if anything. */
  onEvent?: (event: StoredEvent, issue: Issue, change?: IssueChange) => void
}

export interface Inbox {
  /** The address of the page and of the API, without a slash at the end. */
  readonly url: string
  readonly port: number
  /** The wished port was taken, so that this is another one. */
  readonly portWasTaken: boolean
  /** Where it keeps its data: a directory, or the URL of a database without its password. */
  readonly place: string
  /** What an SDK is to be given. @param project a name or number of your choice; default `1` */
  dsn(project?: string): string
  /** All events that are stored, in the order of their arrival. */
  events(): Promise<StoredEvent[]>
  /**
   * The first event that matches, whether it is stored already or still to come. Rejects with a
   * sentence if there is none in time.
   *
   * @param timeoutMs default 5000
   */
  event(predicate: (event: StoredEvent) => boolean, timeoutMs?: number): Promise<StoredEvent>
  /** Deletes everything that has arrived, as between two tests. */
  clear(): Promise<void>
  /** Answers what has begun, stops listening and closes the store. */
  close(): Promise<void>
}

const patience = 2000

/** Starts an inbox; resolves once it listens. */
export async function createInbox(options: InboxOptions = {}): Promise<Inbox> {
  const database = await openStore(options)
  const parts = assemble(database, options)
  const closeParts = async () => {
    await parts.forgetUrl?.()
    parts.sourceMaps.finder.close()
    await parts.commits.settled()
    await database.close()
  }
  try {
    const portWasTaken = await listen(parts.server, options.port ?? 0, hostOf(options))
    const inbox = inboxOf(parts, hostOf(options), portWasTaken, closeParts)
    parts.forgetUrl = await noteUrl(options.database ? undefined : options.dataDir, inbox.url)
    return inbox
  } catch (error) {
    await closeParts()
    throw error
  }
}

interface Parts {
  server: Server
  stream: Stream
  sourceMaps: SourceMaps
  database: Database
  commits: Commits
  arrivals: Arrivals
  forgetUrl?: () => Promise<void>
}

function assemble(database: Database, options: InboxOptions): Parts {
  const arrivals = new Arrivals(() => recentEvents(database))
  const stream = new Stream()
  const sourceMaps = sourceMapsOf(database, options.sourceMaps)
  const commits = new Commits(database)
  if (options.onEvent) arrivals.add(options.onEvent)
  arrivals.add((event, issue, change) =>
    stream.send({ eventId: event.id, issue, ...(change && { change }) }),
  )
  const receiver: Receiver = {
    database,
    commits,
    resolve: (event) => resolveEvent(event, sourceMaps.finder),
    announce: (event, arrival, { issue, change }) => {
      if (issue) arrivals.announce(storedEventOf(event, arrival, issue.id), issue, change)
    },
    announceLogs: (logs) => stream.sendLogs(logs),
    announceItems: (types) => stream.sendStored(types),
  }
  const server = createServer(
    createHandler({ host: hostOf(options), database, stream, receiver, sourceMaps }),
  )
  return { server, stream, sourceMaps, database, commits, arrivals }
}

function inboxOf(
  { server, stream, database, commits, arrivals }: Parts,
  host: string,
  portWasTaken: boolean,
  closeParts: () => Promise<void>,
): Inbox {
  const { port } = server.address() as AddressInfo
  const authority = `${reachable(host)}:${port}`
  let closing: Promise<void> | undefined
  return {
    url: `http://${authority}`,
    port,
    portWasTaken,
    place: database.place,
    dsn: (project = '1') => `http://inbox@${authority}/${encodeURIComponent(project)}`,
    events: () => recentEvents(database),
    event: (predicate, timeoutMs = 5000) => arrivals.first(predicate, timeoutMs),
    async clear() {
      await commits.settled()
      await clearStore(database)
    },
    close: () => {
      closing ??= stop(server, stream).then(closeParts)
      return closing
    },
  }
}

function hostOf({ host = '127.0.0.1' }: InboxOptions): string {
  return host
}

/** Resolves with whether the port was taken and another had to do. */
async function listen(server: Server, port: number, host: string): Promise<boolean> {
  try {
    await listenAt(server, port, host)
    return false
  } catch (error) {
    if (port === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    await listenAt(server, 0, host)
    return true
  }
}

function listenAt(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Whoever is in the middle of sending may finish, within two seconds. */
async function stop(server: Server, stream: Stream): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  stream.close()
  // A connection that has its answer stays open for the next request, which is not to come.
  const sweep = setInterval(() => server.closeIdleConnections(), 10)
  const timer = setTimeout(() => server.closeAllConnections(), patience)
  await closed
  clearInterval(sweep)
  clearTimeout(timer)
}

/** What to call the host in a URL: one cannot connect to "all addresses". */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
