import type { Transport, TransportOptions } from './delivery/transport.js'
import type { EventHint } from './event/hint.js'
import { describe } from './event/inspect.js'
import type { StackParser } from './event/stack-parser.js'
import type { Integration, IntegrationsOption, MaybePromise } from './integration.js'
import type { Breadcrumb, BreadcrumbHint, Event } from './protocol/event.js'
import type { CaptureContext } from './scope/scope.js'
import { warn } from './support/debug.js'
import { parseDsn } from './support/dsn.js'
import type { Pattern } from './support/patterns.js'

/** What `init()` takes, on every platform. */
export interface Options {
  /** Where events go. Without one nothing is captured and nothing is sent. */
  dsn?: string | undefined
  /** A first-party path that passes envelopes on to the receiver. */
  tunnel?: string | undefined
  /** @default true */
  enabled?: boolean
  /** Prints what the SDK does to the console. @default false */
  debug?: boolean
  release?: string | undefined
  /** @default 'production' */
  environment?: string | undefined
  dist?: string | undefined
  /** Share of events that is sent, from 0 to 1. @default 1 */
  sampleRate?: number | string
  /** How many are kept; 0 turns them off. @default 100 */
  maxBreadcrumbs?: number
  /** Gives messages the stack of the place they were captured at. @default false */
  attachStacktrace?: boolean
  /** Longest message, in characters. @default 8192, what receivers keep */
  maxValueLength?: number
  /** Levels of nested data that are kept. @default 3 */
  normalizeDepth?: number
  /** Members of one object that are kept. @default 1000 */
  normalizeMaxBreadth?: number
  /** Tells the receiver how many events were dropped, and why. @default true */
  sendClientReports?: boolean
  /** Lets personal data pass: URL query values, e-mail addresses, the client's address. Credentials never. @default false */
  sendDefaultPii?: boolean
  /** Texts or expressions; an event with a fitting title is dropped. */
  ignoreErrors?: Pattern[]
  /** An error thrown in a fitting file is dropped. */
  denyUrls?: Pattern[]
  /** If there are any, an error thrown in a file that fits none is dropped. */
  allowUrls?: Pattern[]
  /** The last word on an event: return it, changed or not, or `null` to drop it. Dropped too when this throws. */
  beforeSend?: (event: Event, hint: EventHint) => MaybePromise<Event | null>
  /** The last word on a breadcrumb. */
  beforeBreadcrumb?: (breadcrumb: Breadcrumb, hint?: BreadcrumbHint) => Breadcrumb | null
  /** Added to the defaults, or a function of them; one of the same name replaces the default. */
  integrations?: IntegrationsOption
  /** Replaces the defaults; `false` for none. */
  defaultIntegrations?: Integration[] | false
  /** Brings envelopes to the receiver in the platform's place. */
  transport?: (options: TransportOptions) => Transport
  /** Passed on to the transport; `bufferSize` bounds the envelopes that wait. */
  transportOptions?: {
    bufferSize?: number
    headers?: Record<string, string>
    [key: string]: unknown
  }
  stackParser?: StackParser
  /** What the first scope holds. */
  initialScope?: CaptureContext
  /** Ms that the end of the process may be held up for unsent events. @default 2000 */
  shutdownTimeout?: number
}

type Defaulted =
  | 'enabled'
  | 'debug'
  | 'environment'
  | 'maxBreadcrumbs'
  | 'attachStacktrace'
  | 'normalizeDepth'
  | 'normalizeMaxBreadth'
  | 'sendClientReports'
  | 'sendDefaultPii'
  | 'ignoreErrors'
  | 'denyUrls'
  | 'allowUrls'
  | 'transportOptions'
  | 'shutdownTimeout'

/** The options with every default filled in and every wrong value gone. */
export type ResolvedOptions = Omit<Options, Defaulted | 'sampleRate'> &
  Required<Pick<Options, Defaulted>> & { environment: string; sampleRate: number }

const DEFAULTS = {
  enabled: true,
  debug: false,
  environment: 'production',
  sampleRate: 1,
  maxBreadcrumbs: 100,
  attachStacktrace: false,
  normalizeDepth: 3,
  normalizeMaxBreadth: 1000,
  sendClientReports: true,
  sendDefaultPii: false,
  ignoreErrors: [],
  denyUrls: [],
  allowUrls: [],
  transportOptions: {},
  shutdownTimeout: 2000,
}

type Rule = [expected: string, isRight: (value: unknown) => boolean]

const text: Rule = ['a string', (value) => typeof value === 'string']
const yesOrNo: Rule = ['true or false', (value) => typeof value === 'boolean']
const fn: Rule = ['a function', (value) => typeof value === 'function']
const object: Rule = ['an object', (value) => typeof value === 'object' && value !== null]
const count: Rule = ['a number, 0 or more', (value) => typeof value === 'number' && value >= 0]
const patterns: Rule = [
  'a list of strings and regular expressions',
  (value) =>
    Array.isArray(value) && value.every((one) => typeof one === 'string' || one instanceof RegExp),
]

const RULES: Record<string, Rule> = {
  dsn: ['a DSN like https://key@host/1', (value) => value === '' || parseDsn(value) !== undefined],
  tunnel: text,
  enabled: yesOrNo,
  debug: yesOrNo,
  release: text,
  environment: text,
  dist: text,
  sampleRate: ['a number from 0 to 1', isRate],
  maxBreadcrumbs: count,
  attachStacktrace: yesOrNo,
  maxValueLength: count,
  normalizeDepth: count,
  normalizeMaxBreadth: count,
  sendClientReports: yesOrNo,
  sendDefaultPii: yesOrNo,
  ignoreErrors: patterns,
  denyUrls: patterns,
  allowUrls: patterns,
  beforeSend: fn,
  beforeBreadcrumb: fn,
  integrations: ['a list or a function', (value) => Array.isArray(value) || fn[1](value)],
  defaultIntegrations: ['a list or false', (value) => Array.isArray(value) || value === false],
  transport: fn,
  transportOptions: object,
  stackParser: fn,
  initialScope: ['an object or a function', (value) => object[1](value) || fn[1](value)],
  shutdownTimeout: count,
}

/** Rates often come from the environment, where everything is a string. */
function isRate(value: unknown): boolean {
  const rate = typeof value === 'string' && value.trim() ? Number(value) : value
  return typeof rate === 'number' && rate >= 0 && rate <= 1
}

/** Options that are left out, `null` or empty count as absent. */
function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

/**
 * The options with defaults filled in. Wrong ones fall back to their default, and one warning names them all, with
 * what they should have been.
 */
export function resolveOptions(options: Options): ResolvedOptions {
  const right: Record<string, unknown> = { ...DEFAULTS }
  const wrong: string[] = []
  for (const [name, value] of Object.entries(options)) {
    const rule = RULES[name]
    if (isAbsent(value)) continue
    if (!rule || rule[1](value)) right[name] = value
    else wrong.push(`${name} should be ${rule[0]}, not ${show(value)}`)
  }
  if (wrong.length > 0) warn(`init: ${wrong.join('; ')}. The defaults are used instead.`)
  right.sampleRate = Number(right.sampleRate)
  return right as unknown as ResolvedOptions
}

function show(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`
  return typeof value === 'object' ? 'an object' : describe(value)
}
