/** Check-ins tell a receiver that a job runs when it should, and how it ends. Receivers other than Sentry keep none. */
import type { Client } from './client.js'
import type { MonitorSchedule, SerializedCheckIn } from './protocol/check-in.js'
import type { Envelope } from './protocol/envelope.js'
import { getCurrentScope, withIsolationScope } from './scope/current.js'
import type { PropagationContext, Scope } from './scope/scope.js'
import { debug } from './support/debug.js'
import { createEventId, createSpanId } from './support/ids.js'
import { isThenable, safely } from './support/safely.js'
import { nowInSeconds } from './support/time.js'
import { startNewTrace } from './trace/continue.js'
import { dynamicSamplingContext } from './trace/dsc.js'

/** The beginning of a run, its end under the id of the beginning, or its end alone. */
export type CheckIn = {
  /** The name of the job. */
  monitorSlug: string
} & (
  | { status: 'in_progress' }
  | {
      status: 'ok' | 'error'
      /** What `captureCheckIn()` returned for the beginning. */
      checkInId?: string | undefined
      /** Seconds. */
      duration?: number | undefined
    }
)

/** When a job is expected, and when the receiver is to complain. Makes the monitor where there is none. */
export interface MonitorConfig {
  schedule: MonitorSchedule
  /** Minutes that a run may begin late. */
  checkinMargin?: number | undefined
  /** Minutes that a run may take. */
  maxRuntime?: number | undefined
  /** Of the schedule, by the IANA's list: `Europe/Vienna`. */
  timezone?: string | undefined
  /** Failed runs in a row that make an issue. */
  failureIssueThreshold?: number | undefined
  /** Good runs in a row that resolve it. */
  recoveryThreshold?: number | undefined
  /** Each run of `withMonitor()` has a trace of its own. @default false */
  isolateTrace?: boolean | undefined
}

/**
 * Sends that a job has begun or how it ended, and returns the id that ties both together. Neither `beforeSend` nor
 * `sampleRate` applies.
 */
export function captureCheckIn(checkIn: CheckIn, monitorConfig?: MonitorConfig): string {
  return send(checkIn, monitorConfig, getCurrentScope())
}

function send(checkIn: CheckIn, config: MonitorConfig | undefined, scope: Scope): string {
  const id = ('checkInId' in checkIn && checkIn.checkInId) || createEventId()
  const client = scope.getClient()
  if (client?.isEnabled()) {
    const context = scope.getPropagationContext()
    safely('check-in', () => client.sendEnvelope(envelopeOf(client, context, id, checkIn, config)))
  } else debug('Check-in not sent: there is no client, or it is disabled')
  return id
}

/**
 * Runs `callback`, sends that it has begun and how and when it ended, and returns what it returns or throws what it
 * throws; where it returns a promise, once that settles. What is captured meanwhile is in a scope of its own.
 */
export function withMonitor<T>(
  monitorSlug: CheckIn['monitorSlug'],
  callback: () => T,
  monitorConfig?: MonitorConfig,
): T {
  const trace = getCurrentScope().getPropagationContext()
  return withIsolationScope(() => {
    const run = (): T => monitored(monitorSlug, callback, monitorConfig)
    if (monitorConfig?.isolateTrace) return startNewTrace(run)
    getCurrentScope().setPropagationContext(trace)
    return run()
  })
}

function monitored<T>(
  monitorSlug: string,
  callback: () => T,
  monitorConfig: MonitorConfig | undefined,
): T {
  const started = nowInSeconds()
  // Where scopes do not follow promises, another one is in force when the run ends.
  const scope = getCurrentScope()
  const checkInId = send({ monitorSlug, status: 'in_progress' }, monitorConfig, scope)
  const end = (status: 'ok' | 'error'): void => {
    // A clock may be set back.
    const duration = Math.max(nowInSeconds() - started, 0)
    send({ monitorSlug, status, checkInId, duration }, undefined, scope)
  }
  const fail = (error: unknown): never => {
    end('error')
    throw error
  }
  const succeed = <R>(result: R): R => {
    end('ok')
    return result
  }
  let result: T
  try {
    result = callback()
  } catch (error) {
    return fail(error)
  }
  return isThenable(result) ? (result.then(succeed, fail) as T) : succeed(result)
}

function envelopeOf(
  client: Client,
  context: PropagationContext,
  check_in_id: string,
  checkIn: CheckIn,
  config: MonitorConfig | undefined,
): Envelope {
  const { traceId: trace_id, propagationSpanId, parentSpanId: parent_span_id } = context
  const { release, environment } = client.getOptions()
  const { name, version } = client.getSdkMetadata()
  const trace = dynamicSamplingContext(client, context)
  const payload: SerializedCheckIn = {
    check_in_id,
    monitor_slug: checkIn.monitorSlug,
    status: checkIn.status,
    ...('duration' in checkIn && { duration: checkIn.duration }),
    release,
    environment,
    ...(config && { monitor_config: serialized(config) }),
    contexts: {
      trace: { trace_id, span_id: propagationSpanId ?? createSpanId(), parent_span_id },
    },
  }
  return [
    {
      ...(name && version && { sdk: { name, version } }),
      // That of an incoming trace may be empty, which is none.
      ...(trace.trace_id && { trace }),
    },
    [[{ type: 'check_in' }, { ...payload }]],
  ]
}

function serialized(config: MonitorConfig): SerializedCheckIn['monitor_config'] {
  return {
    schedule: config.schedule,
    checkin_margin: config.checkinMargin,
    max_runtime: config.maxRuntime,
    timezone: config.timezone,
    failure_issue_threshold: config.failureIssueThreshold,
    recovery_threshold: config.recoveryThreshold,
  }
}
