/**
 * A sign of life of a job: that it has begun, or how it ended.
 *
 * @see https://develop.sentry.dev/sdk/telemetry/check-ins/
 */

/** When a job is expected: by a crontab expression, or once in so many units. */
export type MonitorSchedule =
  | { type: 'crontab'; value: string }
  | {
      type: 'interval'
      value: number
      unit: 'year' | 'month' | 'week' | 'day' | 'hour' | 'minute'
    }

/** What is sent of a check-in. */
export interface SerializedCheckIn {
  /** 32 lower-case hex digits; those of one run of a job share them. */
  check_in_id: string
  /** The name of the job. */
  monitor_slug: string
  status: 'in_progress' | 'ok' | 'error'
  /** Seconds. */
  duration?: number | undefined
  release?: string | undefined
  environment?: string | undefined
  /** Makes or changes the monitor. */
  monitor_config?:
    | {
        schedule: MonitorSchedule
        /** Minutes. */
        checkin_margin?: number | undefined
        /** Minutes. */
        max_runtime?: number | undefined
        /** Of the IANA's list: `Europe/Vienna`. */
        timezone?: string | undefined
        failure_issue_threshold?: number | undefined
        recovery_threshold?: number | undefined
      }
    | undefined
  contexts?: {
    trace: { trace_id: string; span_id: string; parent_span_id?: string | undefined }
  }
}
