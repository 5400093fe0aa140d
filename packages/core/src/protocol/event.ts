/**
 * The event payload of the Sentry ingest protocol, in the form programs see it (processors, `beforeSend`).
 * Names are the wire's own; all times are seconds.
 *
 * @see https://develop.sentry.dev/sdk/foundations/transport/event-payloads/
 */

export type SeverityLevel = 'fatal' | 'error' | 'warning' | 'log' | 'info' | 'debug'

/** What a tag may be set to; on the wire every tag is a string. `null` and `undefined` remove it. */
export type Primitive = string | number | boolean | bigint | symbol | null | undefined

export interface Event {
  /** 32 lower-case hex digits. */
  event_id?: string
  /** Seconds since 1970. */
  timestamp?: number
  platform?: string
  level?: SeverityLevel
  logger?: string
  /** Route or handler, e.g. `GET /users/:id`. */
  transaction?: string
  server_name?: string
  release?: string
  dist?: string
  environment?: string
  message?: string
  logentry?: LogEntry
  exception?: { values?: Exception[] }
  breadcrumbs?: Breadcrumb[]
  tags?: Record<string, Primitive>
  extra?: Extras
  contexts?: Contexts
  user?: User
  request?: Request
  fingerprint?: string[]
  modules?: Record<string, string>
  sdk?: SdkInfo
  debug_meta?: { images?: DebugImage[] }
  /** For processors; never sent. */
  sdkProcessingMetadata?: { normalizedRequest?: Request; [key: string]: unknown }
  /** Only on what is neither an error nor a message. */
  type?: 'feedback' | undefined
}

/** What a user says, in the form of an event. */
export interface FeedbackEvent extends Event {
  type: 'feedback'
  contexts: Contexts & { feedback: FeedbackContext }
}

export interface FeedbackContext extends Context {
  /** At most 4096 characters. */
  message: string
  name?: string
  contact_email?: string
  url?: string
  /** The form that it came by. */
  source?: string
  /** 32 lower-case hex digits. */
  associated_event_id?: string
  replay_id?: string
}

export interface LogEntry {
  /** The template. */
  message?: string
  params?: unknown[]
  /** The template with its parameters filled in. */
  formatted?: string
}

export interface Exception {
  type?: string
  value?: string
  module?: string
  thread_id?: number | string
  mechanism?: Mechanism
  stacktrace?: Stacktrace
}

export interface Mechanism {
  /** How the exception came to be captured, e.g. `auto.browser.global_handlers.onerror`. */
  type: string
  /** `false`: nobody caught it. */
  handled?: boolean
  /** The error object was made by the SDK, not by the program. */
  synthetic?: boolean
  description?: string
  help_link?: string
  data?: Record<string, unknown>
  /** Number within the event: 0 is the captured error, causes count upwards. */
  exception_id?: number
  parent_id?: number
  /** How the parent holds it: `cause`, `errors[0]`. */
  source?: string
  is_exception_group?: true
}

export interface Stacktrace {
  /** Oldest call first; the frame that threw is last. */
  frames?: StackFrame[]
}

export interface StackFrame {
  filename?: string | undefined
  abs_path?: string
  /** `?` when the function has no name. */
  function?: string
  module?: string | undefined
  /** 1-based. */
  lineno?: number | undefined
  /** 1-based. */
  colno?: number | undefined
  context_line?: string
  pre_context?: string[]
  post_context?: string[]
  in_app?: boolean
  vars?: Record<string, unknown>
  platform?: string
  debug_id?: string
  instruction_addr?: string
  addr_mode?: string
  /** What a bundler plugin wrote into the file; for processors, never sent. */
  // biome-ignore lint/suspicious/noExplicitAny: programs read members of it without asking, as version 10 lets them
  module_metadata?: any
}

export interface Breadcrumb {
  /** Seconds since 1970; set when the breadcrumb is added. */
  timestamp?: number
  type?: string
  category?: string
  message?: string
  level?: SeverityLevel | undefined
  // biome-ignore lint/suspicious/noExplicitAny: programs read members of it without asking, as version 10 lets them
  data?: Record<string, any> | undefined
  event_id?: string | undefined
}

/** What a breadcrumb was made from; reaches `beforeBreadcrumb` and is never sent. */
// biome-ignore lint/suspicious/noExplicitAny: programs read members of it without asking, as version 10 lets them
export type BreadcrumbHint = Record<string, any>

export interface User {
  id?: string | number
  email?: string
  username?: string
  name?: string
  /** `null` says that no address is to be stored. */
  ip_address?: string | null
  [key: string]: unknown
}

export type Extras = Record<string, unknown>
export type Context = Record<string, unknown>
/** `null` removes the context of that name when scopes are merged. */
export type Contexts = Record<string, Context | null | undefined>

export interface Request {
  /** Without query and fragment. */
  url?: string
  method?: string
  query_string?: string | Record<string, string> | [string, string][]
  fragment?: string
  data?: unknown
  cookies?: Record<string, string>
  headers?: Record<string, string>
  env?: Record<string, string>
}

export interface SdkInfo {
  name?: string
  version?: string
  integrations?: string[]
  packages?: { name: string; version: string }[]
  settings?: { infer_ip?: 'auto' | 'never' | 'legacy' }
}

export interface DebugImage {
  type: 'sourcemap'
  code_file: string
  debug_id: string
}
