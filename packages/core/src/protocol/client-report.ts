/**
 * What was captured and did not arrive, and why.
 *
 * @see https://develop.sentry.dev/sdk/telemetry/client-reports/
 */

export type DiscardReason =
  | 'queue_overflow'
  | 'cache_overflow'
  | 'ratelimit_backoff'
  | 'network_error'
  | 'sample_rate'
  | 'before_send'
  | 'event_processor'
  | 'send_error'
  | 'internal_sdk_error'
  | 'backpressure'

/** The unit that rate limits and client reports count in. */
export type DataCategory =
  | 'default'
  | 'error'
  | 'transaction'
  | 'security'
  | 'attachment'
  | 'session'
  | 'feedback'
  | 'monitor'
  | 'log_item'
  | 'span'
  | 'profile'
  | 'replay'
  | 'trace_metric'
  | 'internal'

export interface DiscardedEvents {
  reason: DiscardReason
  category: DataCategory
  quantity: number
}

export interface ClientReport {
  /** Seconds since 1970. */
  timestamp: number
  discarded_events: DiscardedEvents[]
}
