/**
 * The envelope: one line of headers, then items of a header line and a payload each.
 *
 * @see https://develop.sentry.dev/sdk/foundations/envelopes/
 */
import type { ClientReport } from './client-report.js'
import type { Event, SdkInfo } from './event.js'

export type ItemType =
  | 'event'
  | 'transaction'
  | 'feedback'
  | 'user_report'
  | 'session'
  | 'sessions'
  | 'client_report'
  | 'attachment'
  | 'check_in'
  | 'log'
  | 'span'
  | 'trace_metric'
  | 'profile'
  | 'profile_chunk'
  | 'replay_event'
  | 'replay_recording'
  | 'raw_security'

export interface ItemHeaders {
  type: ItemType
  /** Payload bytes; required when the payload may hold a line feed. */
  length?: number
  content_type?: string
  filename?: string
  attachment_type?: string
}

/** An event as it stands in an envelope: its breadcrumbs are wrapped, as every receiver reads them. */
export type EventPayload = Omit<Event, 'breadcrumbs'> & {
  breadcrumbs?: { values: NonNullable<Event['breadcrumbs']> }
}

export type ItemPayload =
  | EventPayload
  | ClientReport
  | Record<string, unknown>
  | string
  | Uint8Array

export type EnvelopeItem = [headers: ItemHeaders, payload: ItemPayload]

export interface EnvelopeHeaders {
  /** Required when an item is an event. */
  event_id?: string
  /** RFC 3339, UTC; the moment of this very attempt to send. */
  sent_at?: string
  /** Without the secret; only through a tunnel, which routes by it. */
  dsn?: string
  sdk?: Pick<SdkInfo, 'name' | 'version'>
  /** The dynamic sampling context: all values are strings. */
  trace?: Record<string, string>
}

export type Envelope = [headers: EnvelopeHeaders, items: EnvelopeItem[]]
