import type { DroppedItem } from './delivery/ledger.js'
import type { QueueLimits } from './delivery/queue.js'
import type { Server } from './delivery/server.js'
import type { Transport, TransportOptions } from './delivery/transport.js'
import type { EventHint } from './event/hint.js'
import { describe } from './event/inspect.js'
import type { LinkedErrorsOptions } from './event/linked-errors.js'
import type { StackParser } from './event/stack-parser.js'
import type { Integration, IntegrationsOption, MaybePromise } from './integration.js'
import type { FloodOptions } from './pipeline/flood-control.js'
import type { NoiseId } from './pipeline/noise.js'
import type { DiscardReason } from './protocol/client-report.js'
import type { Breadcrumb, BreadcrumbHint, Event } from './protocol/event.js'
import type { CaptureContext } from './scope/scope.js'
import { warn } from './support/debug.js'
import { parseDsn } from './support/dsn.js'
import type { Pattern } from './support/patterns.js'

export type Consent = 'pending' | 'granted' | 'denied'

/** Each is closed unless it is opened here or by `sendDefaultPii`. */
export interface DataCollection {
  /** The client's address; e-mail addresses and card numbers within texts. */
  userInfo?: boolean | undefined
  /** The cookies of incoming requests (Node). `sendDefaultPii` does not open them. */
  cookies?: boolean | undefined
  /** All headers of incoming requests (Node), not just harmless ones. */
  httpHeaders?: boolean | undefined
  /** The values in the queries of addresses, and their fragments. */
  queryParams?: boolean | undefined
  /** Lines of source shown above and below that of a frame (Node); 0 for none, not even that one. @default 5 */
  frameContextLines?: number | undefined
  /**
   * The bodies of incoming requests (Node), in JSON or of forms, if they name `'incomingRequest'`. `sendDefaultPii` does
   * not open them.
   */
  httpBodies?:
    | ('incomingRequest' | 'outgoingRequest' | 'incomingResponse' | 'outgoingResponse')[]
    | undefined
  /** The documents of GraphQL requests, with what is written into them. `sendDefaultPii` does not open them. */
  graphQL?: { document?: boolean | undefined } | undefined
}

/** What `init()` takes, on every platform. */
export interface Options {
  /** Where events go. Without one nothing is captured and nothing is sent. */
  dsn?: string | undefined
  /**
   * A first-party path that passes envelopes on to the receiver. `'auto'`: the path `tunnelPath`, and only in pages where
   * the receiver's own address turned out to be blocked.
   */
  tunnel?: string | undefined
  /** The path for `tunnel: 'auto'`. @default '/tunnel' */
  tunnelPath?: string | undefined
  /**
   * What receives: what it does nothing with is not sent. `'auto'` tells GlitchTip, Bugsink and Spotlight by the name or
   * port of their host, and sends all to any other.
   * @default 'auto'
   */
  server?: Server | undefined
  /** @default true */
  enabled?: boolean | undefined
  /** Prints what the SDK does to the console. @default false */
  debug?: boolean | undefined
  release?: string | undefined
  /** @default 'production' */
  environment?: string | undefined
  dist?: string | undefined
  /** Share of events that is sent, from 0 to 1. @default 1 */
  sampleRate?: number | string | undefined
  /** How many are kept; 0 turns them off. @default 100 */
  maxBreadcrumbs?: number | undefined
  /** Gives messages the stack of the place they were captured at. @default false */
  attachStacktrace?: boolean | undefined
  /** How the causes of errors are followed. @default { key: 'cause', limit: 5 } */
  linkedErrors?: LinkedErrorsOptions | undefined
  /**
   * Events of requests that failed have the host behind the message: `Failed to fetch (api.example.org)`. `false`: they
   * have not. The error itself is never changed, also not for `'always'`.
   * @default 'report-only'
   */
  enhanceFetchErrorMessages?: 'always' | 'report-only' | false | undefined
  /** Longest text that the program wrote, in characters. @default 8192, what receivers keep of a message */
  maxValueLength?: number | undefined
  /** Levels of nested data that are kept. @default 3 */
  normalizeDepth?: number | undefined
  /** Members of one object that are kept. @default 1000 */
  normalizeMaxBreadth?: number | undefined
  /** Bytes that the attachments of one event may have together. @default 20971520, which are 20 MiB */
  maxAttachmentSize?: number | undefined
  /** Tells the receiver how many events were dropped, and why. @default true */
  sendClientReports?: boolean | undefined
  /** Whose traces are continued; by default that of the DSN's host, if it says one. */
  orgId?: string | number | undefined
  /** Continues no trace that does not say whose it is. @default false */
  strictTraceContinuation?: boolean | undefined
  /** Opens `dataCollection`, apart from what it says itself and from cookies. @default false */
  sendDefaultPii?: boolean | undefined
  /** Which kinds of personal data may leave. Credentials never do. */
  dataCollection?: DataCollection | undefined
  /** Texts or expressions; an event with a fitting title is dropped. */
  ignoreErrors?: Pattern[] | undefined
  /** An error thrown in a fitting file is dropped. */
  denyUrls?: Pattern[] | undefined
  /** If there are any, an error thrown in a file that fits none is dropped. */
  allowUrls?: Pattern[] | undefined
  /**
   * Files that belong to this client, where several clients share a page or process: what is thrown there and caught by
   * nobody goes to this client and to no other, and what is thrown elsewhere does not go to it.
   */
  scripts?: Pattern[] | undefined
  /** The last word on an event: return it, changed or not, or `null` to drop it. Dropped too when this throws. */
  beforeSend?: ((event: Event, hint: EventHint) => MaybePromise<Event | null>) | undefined
  /** The last word on a breadcrumb. */
  beforeBreadcrumb?:
    | ((breadcrumb: Breadcrumb, hint?: BreadcrumbHint) => Breadcrumb | null)
    | undefined
  /**
   * Told of everything that is dropped: of the reason, as client reports name it, and of what it was. An event that is
   * still on its way when it is dropped has not been scrubbed.
   */
  onDrop?: ((reason: DiscardReason, item: DroppedItem) => void) | undefined
  /** Added to the defaults, or a function of them; one of the same name replaces the default. */
  integrations?: IntegrationsOption | undefined
  /** Replaces the defaults; `false` for none. */
  defaultIntegrations?: Integration[] | false | undefined
  /** Brings envelopes to the receiver in the platform's place. */
  transport?: ((options: TransportOptions) => Transport) | undefined
  /** Bounds what waits, and is passed on to the transport. */
  transportOptions?:
    | (QueueLimits & { headers?: Record<string, string>; [key: string]: unknown })
    | undefined
  stackParser?: StackParser | undefined
  /**
   * How floods are held back: equal errors one by one after the first `burst`, each kind once per `interval` ms, and no
   * more than `perMinute` of all kinds. The next one that goes says how many it stands for. `false`: not at all.
   * @default { burst: 10, interval: 60_000, perMinute: 100 }
   */
  floodControl?: FloodOptions | false | undefined
  /** Rules against noise that are not to apply, as `{ 'noise/bot': false }`; `false` turns all of them off. */
  noise?: Partial<Record<NoiseId, boolean>> | false | undefined
  /**
   * Whether the person in front of the screen has agreed. `'pending'` keeps events in memory until `setConsent()`,
   * `'denied'` throws them away. A wrong word counts as `'pending'`.
   * @default 'granted'
   */
  consent?: Consent | undefined
  /** What the first scope holds. */
  initialScope?: CaptureContext | undefined
  /**
   * Ms that the end of the process may be held up for unsent events, and that `flush()` and `close()` wait for them where
   * they are given no limit.
   * @default 2000
   */
  shutdownTimeout?: number | undefined
}

type Defaulted =
  | 'enabled'
  | 'debug'
  | 'environment'
  | 'maxBreadcrumbs'
  | 'attachStacktrace'
  | 'maxValueLength'
  | 'normalizeDepth'
  | 'normalizeMaxBreadth'
  | 'maxAttachmentSize'
  | 'sendClientReports'
  | 'sendDefaultPii'
  | 'ignoreErrors'
  | 'denyUrls'
  | 'allowUrls'
  | 'scripts'
  | 'transportOptions'
  | 'tunnelPath'
  | 'server'
  | 'floodControl'
  | 'noise'
  | 'consent'
  | 'shutdownTimeout'

/** The options with every default filled in and every wrong value gone. */
export type ResolvedOptions = Omit<Options, Defaulted | 'sampleRate' | 'dataCollection'> & {
  [Name in Defaulted]: NonNullable<Options[Name]>
} & { sampleRate: number; dataCollection: ResolvedDataCollection }

/** What is not there unless it is given. */
type Bare = 'graphQL' | 'httpBodies'

type ResolvedDataCollection = Required<NonNullableMembers<Omit<DataCollection, Bare>>> &
  Pick<DataCollection, Bare>

type NonNullableMembers<T> = { [Name in keyof T]: NonNullable<T[Name]> }

const DEFAULTS = {
  enabled: true,
  debug: false,
  environment: 'production',
  sampleRate: 1,
  maxBreadcrumbs: 100,
  attachStacktrace: false,
  maxValueLength: 8192,
  normalizeDepth: 3,
  normalizeMaxBreadth: 1000,
  maxAttachmentSize: 20 * 2 ** 20,
  sendClientReports: true,
  sendDefaultPii: false,
  dataCollection: {},
  ignoreErrors: [],
  denyUrls: [],
  allowUrls: [],
  scripts: [],
  transportOptions: {},
  tunnelPath: '/tunnel',
  server: 'auto',
  floodControl: {},
  noise: {},
  consent: 'granted',
  shutdownTimeout: 2000,
}

const CONSENTS = ['pending', 'granted', 'denied']
const SERVERS = ['auto', 'sentry', 'glitchtip', 'bugsink', 'spotlight']

/** What the options without a default have to be; the others, what their default is. */
const KINDS: Record<string, string> = {
  dsn: 'DSN',
  tunnel: 'string',
  release: 'string',
  dist: 'string',
  beforeSend: 'function',
  beforeBreadcrumb: 'function',
  onDrop: 'function',
  transport: 'function',
  stackParser: 'function',
  integrations: 'list or function',
  defaultIntegrations: 'list or boolean',
  initialScope: 'object or function',
  floodControl: 'object or boolean',
  noise: 'object or boolean',
  consent: CONSENTS.join(' or '),
  server: SERVERS.join(' or '),
}

/**
 * The options with defaults filled in. Wrong ones fall back to their default, and one warning names them all, with
 * what they should have been.
 */
export function resolveOptions(options: Options): ResolvedOptions {
  const wrong: string[] = []
  const right = fill(DEFAULTS, options, '', wrong)
  const { sendDefaultPii: open, dataCollection } = right
  const closed = { userInfo: open, cookies: false, httpHeaders: open, queryParams: open }
  const defaults = { ...closed, frameContextLines: 5 }
  right.dataCollection = fill(defaults, dataCollection as object, 'dataCollection.', wrong)
  if (wrong.length > 0) warn(`init: ${wrong.join('; ')}. Using defaults.`)
  return right as unknown as ResolvedOptions
}

/** The defaults, and over them what is right of the given. */
function fill(
  defaults: object,
  options: object,
  path: string,
  wrong: string[],
): Record<string, unknown> {
  const right: Record<string, unknown> = { ...defaults }
  for (const [name, given] of Object.entries(options)) {
    // Empty ones count as absent: they often come from an environment that does not set them.
    if (given === undefined || given === null || given === '') continue
    const value = name === 'sampleRate' ? Number(given) : given
    const expected = KINDS[name] ?? kindOf(right[name])
    if (isRight(name, value, expected)) right[name] = value
    else {
      wrong.push(`${path}${name} should be a ${expected}, not ${describe(given)}`)
      // Who misspells it wants somebody to be asked.
      if (name === 'consent') right[name] = 'pending'
    }
  }
  return right
}

function isRight(name: string, value: unknown, expected: string): boolean {
  if (expected === 'DSN') return parseDsn(value) !== undefined
  if (name === 'sampleRate') return (value as number) >= 0 && (value as number) <= 1
  if (name === 'consent') return isConsent(value)
  if (name === 'server') return SERVERS.includes(value as string)
  if (expected === 'undefined') return true
  return expected.includes(kindOf(value)) && (expected !== 'number' || (value as number) >= 0)
}

export function isConsent(value: unknown): value is Consent {
  return CONSENTS.includes(value as string)
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value
}
