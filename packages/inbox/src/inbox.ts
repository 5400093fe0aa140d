import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Alerts } from './alerts/alerts.js'
import { type AlertOptions, readAlertOptions } from './alerts/options.js'
import { Arrivals } from './arrivals.js'
import type { Issue, IssueChange, StoredEvent } from './event/stored.js'
import { recentEvents, storedEventOf } from './issues/events.js'
import { Budget } from './server/budget.js'
import { createHandler } from './server/handler.js'
import { createHttpServer, listen, reachable, stop } from './server/listen.js'
import type { Receiver } from './server/receive.js'
import { Stream } from './server/stream.js'
import { checkToken } from './server/token.js'
import { clearStore } from './store/clear.js'
import { Commits } from './store/commits.js'
import type { Database } from './store/database.js'
import { noteUrl } from './store/note-url.js'
import { openStore, type StoreOptions } from './store/open.js'
import { Retention, type RetentionOptions } from './store/retention.js'
import { resolveEvent } from './symbolication/resolve.js'
import { type SourceMaps, sourceMapsOf } from './symbolication/source-maps.js'

export interface InboxOptions extends StoreOptions, RetentionOptions {
  /** Where to listen; 0 takes any free port. A port that is taken is replaced by a free one. @default 0 */
  port?: number
  /** Any but a loopback address needs a `token`. @default '127.0.0.1' */
  host?: string
  /**
   * Folders with builds, whose source maps and scripts may be read to find the sources of frames. Nothing else on this
   * machine is read. @default []
   */
  sourceMaps?: string[]
  /**
   * What whoever reads has to know: at least 16 letters, digits and `. _ ~ -`. Senders need no more than the key of
   * their DSN, which is any.
   */
  token?: string
  /** How many bytes may be on their way from senders to the disk; others are asked to come again. @default 256 MiB */
  maxInFlight?: number
  /** How long a sender may take for one request, in milliseconds. @default 60000 */
  requestTimeout?: number
  /** Called for each event that is new, once it is on disk; `change` is what it did to its issue, if anything. */
  onEvent?: (event: StoredEvent, issue: Issue, change?: IssueChange) => void
  /** Whom to tell of new issues, regressions and spikes. By default nobody. */
  alerts?: AlertOptions
  /** Called with a sentence when something went wrong that nobody waits for. By default it is a warning of the process. */
  onWarning?: (message: string) => void
}

export interface Inbox {
  /** The address of the page and of the API, without a slash at the end. */
  readonly url: string
  /** The address to open in a browser: with the token, where there is one. */
  readonly pageUrl: string
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
  /** Deletes what is older than `retentionDays` or more than `maxSize`, as it does by itself every ten minutes. */
  tidy(): Promise<void>
  /** Answers what has begun, stops listening and closes the store. */
  close(): Promise<void>
}

const defaultInFlight = 256 * 1024 * 1024
const defaultTimeout = 60_000

/** Starts an inbox; resolves once it listens. */
export async function createInbox(options: InboxOptions = {}): Promise<Inbox> {
  checkToken(hostOf(options), options.token)
  const alerts = readAlertOptions(options.alerts ?? {})
  const database = await openStore(options)
  const parts = assemble(database, { ...options, alerts })
  const closeParts = async () => {
    await parts.forgetUrl?.()
    parts.sourceMaps.finder.close()
    await parts.retention.stop()
    await parts.commits.settled()
    await parts.alerts.close()
    await database.close()
  }
  try {
    const portWasTaken = await listen(parts.server, options.port ?? 0, hostOf(options))
    parts.retention.start()
    const inbox = inboxOf(parts, options, portWasTaken, closeParts)
    parts.url = inbox.url
    parts.alerts.start()
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
  alerts: Alerts
  /** Known once it listens. */
  url: string
  retention: Retention
  forgetUrl?: () => Promise<void>
}

function assemble(database: Database, options: InboxOptions): Parts {
  const arrivals = new Arrivals(() => recentEvents(database))
  const stream = new Stream()
  const sourceMaps = sourceMapsOf(database, options.sourceMaps)
  if (options.onEvent) arrivals.add(options.onEvent)
  arrivals.add((event, issue, change) =>
    stream.send({ eventId: event.id, issue, ...(change && { change }) }),
  )
  const alerts = new Alerts(options.alerts ?? {}, {
    database,
    isAlone: options.database === undefined,
    url: () => parts.url,
    warn: options.onWarning ?? ((message) => process.emitWarning(message)),
  })
  const commits = new Commits(database, alerts.keep)
  const receiver: Receiver = {
    commits,
    resolve: (event) => resolveEvent(event, sourceMaps.finder),
    announce: (event, arrival, { issue, change }) => {
      if (issue) arrivals.announce(storedEventOf(event, arrival, issue.id), issue, change)
    },
    announceLogs: (logs) => stream.sendLogs(logs),
    announceItems: (types) => stream.sendStored(types),
  }
  const { token, maxInFlight = defaultInFlight, requestTimeout = defaultTimeout } = options
  const budget = new Budget(maxInFlight)
  const handler = createHandler({
    token,
    budget,
    database,
    stream,
    receiver,
    sourceMaps,
  })
  const server = createHttpServer(handler, requestTimeout)
  const retention = new Retention(database, options)
  arrivals.add((_event, issue, change) => alerts.seen(issue, change))
  const parts: Parts = {
    server,
    stream,
    sourceMaps,
    database,
    commits,
    arrivals,
    retention,
    alerts,
    url: '',
  }
  return parts
}

function inboxOf(
  { server, stream, database, commits, arrivals, retention }: Parts,
  options: InboxOptions,
  portWasTaken: boolean,
  closeParts: () => Promise<void>,
): Inbox {
  const { port } = server.address() as AddressInfo
  const authority = `${reachable(hostOf(options))}:${port}`
  let closing: Promise<void> | undefined
  return {
    url: `http://${authority}`,
    pageUrl: `http://${authority}/${options.token === undefined ? '' : `?token=${options.token}`}`,
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
    tidy: () => retention.run(),
    close: () => {
      stream.close()
      closing ??= stop(server).then(closeParts)
      return closing
    },
  }
}

function hostOf({ host = '127.0.0.1' }: InboxOptions): string {
  return host
}
