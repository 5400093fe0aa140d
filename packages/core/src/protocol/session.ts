/**
 * One visit of a person, or one run of a program: whether it went well.
 *
 * @see https://develop.sentry.dev/sdk/telemetry/sessions/
 */

export type SessionStatus = 'ok' | 'exited' | 'crashed' | 'abnormal'

/** What is sent of a session each time something about it changes. */
export interface SerializedSession {
  /** 32 lower-case hex digits. */
  sid: string
  /** Who it is about. */
  did?: string | undefined
  /** True for the first update of a session. */
  init: boolean
  /** RFC 3339, UTC. */
  started: string
  /** RFC 3339, UTC; when it changed. */
  timestamp: string
  status: SessionStatus
  errors: number
  /** Seconds. */
  duration?: number | undefined
  abnormal_mechanism?: string | undefined
  attrs: {
    release?: string | undefined
    environment?: string | undefined
    ip_address?: string | undefined
    user_agent?: string | undefined
  }
}
