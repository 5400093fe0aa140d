import { type MonitorConfig, warn } from '@mayday/core'
import { crontabConfig } from './crontab.js'
import { type Job, monitoredJob } from './job.js'

/** What is used of the package `node-schedule`. */
export interface NodeSchedule {
  scheduleJob(...args: never[]): unknown
}

/**
 * The package `node-schedule` whose jobs check in with each run; errors of the jobs are captured.
 *
 * ```js
 * const scheduleWithCheckIn = cron.instrumentNodeSchedule(schedule)
 * scheduleWithCheckIn.scheduleJob('my-cron-job', '0 * * * *', tidyUp)
 * ```
 *
 * Check-ins need a name and times of a crontab. Jobs without, and generators, run without them; a warning says so.
 */
export function instrumentNodeSchedule<T extends NodeSchedule>(lib: T): T {
  const { scheduleJob } = lib as unknown as { scheduleJob: (...args: unknown[]) => unknown }
  function monitoring(this: unknown, ...args: unknown[]): unknown {
    return scheduleJob.apply(this, monitored(args) ?? args)
  }
  return new Proxy(lib, {
    get: (target, name, receiver) =>
      name === 'scheduleJob' ? monitoring : Reflect.get(target, name, receiver),
  })
}

function monitored([name, spec, job, ...rest]: unknown[]): unknown[] | undefined {
  const config = configOf(spec)
  if (typeof name === 'string' && config && isJob(job)) {
    const wrapper = 'node-schedule.instrumentNodeSchedule'
    return [name, spec, monitoredJob(name, job, wrapper, config), ...rest]
  }
  const what = typeof name === 'string' ? `"${name}"` : 'a job without a name'
  warn(`node-schedule: ${what} has no check-ins, they need a name and times of a crontab`)
  return undefined
}

/** `'0 * * * *'`, or `{ rule: '0 * * * *', tz: 'Europe/Vienna' }`. */
function configOf(spec: unknown): MonitorConfig | undefined {
  if (typeof spec === 'string') return crontabConfig(spec)
  const { rule, tz } = (spec ?? {}) as { rule?: unknown; tz?: string }
  return typeof rule === 'string' ? crontabConfig(rule, tz) : undefined
}

/** Of generators each run is a step, and not a call. */
function isJob(job: unknown): job is Job {
  return typeof job === 'function' && !job.prototype?.next
}
