import { type MonitorConfig, warn } from '@mayday/core'
import { crontabConfig } from './crontab.js'
import { type Job, monitoredJob } from './job.js'

/** What is used of the package `node-cron`. */
export interface NodeCron {
  schedule(expression: string, task: never, options?: never): unknown
}

type Schedule = (expression: string, task: unknown, options?: NodeCronOptions) => unknown

interface NodeCronOptions {
  name?: string
  timezone?: string
}

/**
 * The package `node-cron` whose jobs check in with each run; errors of the jobs are captured.
 *
 * ```js
 * const cronWithCheckIn = cron.instrumentNodeCron(nodeCron)
 * cronWithCheckIn.schedule('0 * * * *', tidyUp, { name: 'my-cron-job' })
 * ```
 *
 * Check-ins need the option `name`. A job without one, or in a file of its own, runs without them; a warning says so.
 */
export function instrumentNodeCron<T extends NodeCron>(
  lib: T,
  monitorConfig: Partial<MonitorConfig> = {},
): T {
  const members = lib as unknown as Record<string, Schedule | undefined>
  const monitoring = new Map<PropertyKey, Schedule>()
  for (const name of ['schedule', 'createTask']) {
    const original = members[name]
    if (original) monitoring.set(name, withCheckIns(original, monitorConfig))
  }
  return new Proxy(lib, {
    get: (target, name, receiver) => monitoring.get(name) ?? Reflect.get(target, name, receiver),
  })
}

function withCheckIns(schedule: Schedule, monitorConfig: Partial<MonitorConfig>): Schedule {
  return function (this: unknown, expression, task, ...rest) {
    const { name, timezone } = rest[0] ?? {}
    if (!name || typeof task !== 'function') {
      const what = name ? `"${name}"` : 'a job without the option "name"'
      warn(`node-cron: ${what} has no check-ins, they need a name and a function`)
      return schedule.call(this, expression, task, ...rest)
    }
    const config = { ...crontabConfig(expression, timezone), ...monitorConfig }
    const job = monitoredJob(name, task as Job, 'node-cron.instrumentNodeCron', config)
    return schedule.call(this, expression, job, ...rest)
  }
}
