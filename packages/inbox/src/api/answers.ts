import type { EventRef, Issue, IssueChange, StoredEvent, Totals } from '../event/stored.js'

/** `GET /api/0/issues`: a page of what was asked for. */
export interface IssuesAnswer {
  /** With how often each happened in each of the last 24 hours, oldest first. */
  issues: (Issue & { trend: number[] })[]
  /** How many issues there are on all pages. */
  total: number
}

/** `GET /api/0/filters`: what issues can be filtered by. */
export interface FiltersAnswer {
  projects: string[]
  levels: string[]
  platforms: string[]
  environments: string[]
  /** The newest first. */
  releases: string[]
}

/** `GET /api/0/totals` */
export type TotalsAnswer = Totals

/** `GET /api/0/issues/<id>` */
export interface IssueAnswer {
  issue: Issue
  /** The newest hundred, newest first. */
  events: EventRef[]
  latest: StoredEvent
  /** The five most frequent values of each tag. */
  tags: { key: string; values: { value: string; count: number }[] }[]
  /** How often it happened in each of the last 30 days, oldest first. */
  days: number[]
}

/** `GET /api/0/events/<id>` */
export interface EventAnswer {
  event: StoredEvent
  issue: Issue
  /** The event of the same issue that arrived before this one. */
  older?: string
  newer?: string
}

/** The data of an `arrival` on `GET /api/0/stream`. */
export interface ArrivalMessage {
  eventId: string
  /** The issue as it stands with this event. */
  issue: Issue
  change?: IssueChange
}

/** The data of a `stored` on `GET /api/0/stream`: where something new is. A burst is told of once. */
export interface StoredMessage {
  /** As in the addresses of the API: `transactions`, `releases`, `feedback`, `check-ins`, `delivery`, `attachments`. */
  rooms: string[]
}

/** `GET /api/0/transactions?project&environment&release&hours`: transactions by their names, the slowest first. */
export interface TransactionsAnswer {
  transactions: TransactionGroup[]
  /** Over all of them, one entry a bucket of time, oldest first; at most 120. */
  buckets: TransactionBucket[]
}

export interface TransactionGroup {
  project: string
  name: string
  op: string
  count: number
  failures: number
  /** Milliseconds, within 10 %. */
  p50: number
  p95: number
  lastSeen: string
}

export interface TransactionBucket {
  /** When it begins: ISO 8601, UTC. */
  at: string
  count: number
  failures: number
  /** Milliseconds; absent in a bucket without transactions. */
  p50?: number
  p95?: number
}

/** `GET /api/0/transactions/by-name?project&name`: the newest, newest first, with the same buckets. */
export interface TransactionSamplesAnswer {
  samples: TransactionSample[]
  buckets: TransactionBucket[]
}

export interface TransactionSample {
  /** The event id. */
  id: string
  traceId: string
  startedAt: string
  /** Milliseconds. */
  duration: number
  status: string
}

/** `GET /api/0/transactions/<id>`: one with its spans, and the errors of its trace. */
export interface TransactionAnswer {
  id: string
  project: string
  name: string
  op: string
  status: string
  traceId: string
  startedAt: string
  duration: number
  environment?: string
  release?: string
  spans: SpanAnswer[]
  errors: { eventId: string; issueId: string; title: string; timestamp: string }[]
  /** The payload as it was sent. */
  payload: unknown
}

/** A span, as a bar of a waterfall: the root comes first, then depth first in order of time. */
export interface SpanAnswer {
  id: string
  parentId?: string
  /** 0 for the root. */
  depth: number
  op: string
  description: string
  status: string
  /** Milliseconds after the start of the root; may be negative where clocks differ. */
  offset: number
  duration: number
}

/** `GET /api/0/releases?project&environment`: the newest first. */
export interface ReleasesAnswer {
  releases: ReleaseAnswer[]
}

export interface ReleaseAnswer {
  project: string
  version: string
  firstSeen: string
  lastSeen: string
  events: number
  /** Issues that were seen first in it. */
  newIssues: number
  sessions: number
  crashed: number
  /** Sessions with errors that did not crash. */
  errored: number
  /** From 0 to 1; absent without sessions. */
  crashFree?: number
  users: number
  crashFreeUsers?: number
}

/** `GET /api/0/logs?query&level&project&trace&before&limit`: newest first; `before` is a `seq`. */
export interface LogsAnswer {
  logs: LogAnswer[]
}

/** Also the data of a `log` on `GET /api/0/stream`. */
export interface LogAnswer {
  seq: number
  project: string
  timestamp: string
  level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'
  body: string
  traceId?: string
  spanId?: string
  environment?: string
  release?: string
  /** By their names; the types that they were sent with are left out. */
  attributes: Record<string, unknown>
}

/** `GET /api/0/feedback?issue`: newest first. Old user reports are among them. */
export interface FeedbackAnswer {
  feedback: {
    id: string
    project: string
    receivedAt: string
    name?: string
    email?: string
    message: string
    url?: string
    source?: string
    /** The event that it is about, and its issue, where that has arrived. */
    eventId?: string
    issueId?: string
  }[]
}

/** `GET /api/0/check-ins`: monitors with their latest check-ins, newest first. */
export interface CheckInsAnswer {
  monitors: {
    project: string
    slug: string
    environment: string
    /** `missed` when its schedule has it due and nothing came; `timeout` when it runs too long. */
    status: 'ok' | 'error' | 'in_progress' | 'missed' | 'timeout'
    schedule?: string
    /** When the next one is due: ISO 8601, UTC; absent without a schedule. */
    nextAt?: string
    /** Durations are in milliseconds. */
    checkIns: { id: string; status: string; at: string; duration?: number }[]
  }[]
}

/** `GET /api/0/delivery?project`: what SDKs captured and did not send, by reason and kind, and when. */
export interface DeliveryAnswer {
  discards: { project: string; reason: string; category: string; quantity: number }[]
  /** For each of the last 24 hours, oldest first. */
  hours: number[]
  accepted: { project: string; events: number; transactions: number; logs: number }[]
}

/**
 * `GET /api/0/events/<id>/attachments`, where the id is that of an event, a transaction or a feedback; the bytes are at
 * `/api/0/attachments/<seq>`.
 */
export interface AttachmentsAnswer {
  attachments: { seq: number; filename: string; contentType: string; size: number }[]
}

/** `GET /api/0/events/<id>/items`: what came with it and is kept raw; the bytes are at `/api/0/items/<seq>`. */
export interface ItemsAnswer {
  items: { seq: number; type: string; headers: Record<string, unknown>; size: number }[]
}

/** `GET /api/0/traces/<id>`: all that is known of a trace, oldest first. */
export interface TraceAnswer {
  entries: TraceEntry[]
}

export type TraceEntry = { timestamp: string; project: string } & (
  | { kind: 'transaction'; id: string; name: string; op: string; status: string; duration: number }
  | { kind: 'error'; id: string; issueId: string; title: string; level: string }
  | { kind: 'log'; seq: number; level: LogAnswer['level']; body: string }
)

/** `GET /api/0/events/<id>/source-maps`: what became of each frame, in the order of the wire. */
export interface SourceMapsAnswer {
  eventId: string
  release?: string
  dist?: string
  frames: SourceMapFrame[]
}

export interface SourceMapFrame {
  /** The type of the exception that it is of. */
  exception: string
  /** As it was sent: `https://shop.example/assets/index.js:1:2345 t`. */
  frame: string
  /** `readable`: it came with its source line, or is of a kind that has no source map. */
  status: 'resolved' | 'minified' | 'readable'
  debugId?: string
  /** Where it is in the source: `src/cart.ts:7 totalOf`. */
  source?: string
  /** It was found when the event came, or by an upload since; otherwise it is found only now. */
  isStored?: boolean
  /** The step that finds it now. */
  step?: SourceMapStep
  /** What failed, in the order in which source maps are looked for. */
  attempts: { step: SourceMapStep; reason: string; text: string; advice?: string }[]
}

/** By debug id and by release among uploads; on this machine's servers; in its folders. */
export type SourceMapStep = 'debug-id' | 'release' | 'served' | 'local'

/** `GET /api/0/artifacts`: the latest hundred uploads of source maps, the newest first. */
export interface ArtifactsAnswer {
  bundles: {
    id: number
    release: string
    dist: string
    projects: string[]
    uploadedAt: string
    /** Scripts and maps. */
    files: number
    debugIds: number
    /** Bytes, packed. */
    size: number
  }[]
}
