import { warn } from '@mayday/core'
import { crontabConfig } from './crontab.js'
import { type Job, monitoredJob } from './job.js'

/** The class `CronJob` of the package `cron`. */
export type CronJobConstructor = new (...args: never[]) => object

interface CronJobParams {
  cronTime: unknown
  onTick: unknown
  timeZone?: string | null
}

/** Makes of what runs a job, at these times, what also checks in. */
type Monitor = (cronTime: unknown, onTick: unknown, timeZone?: string | null) => unknown

/**
 * `CronJob` of the package `cron` whose job checks in with each run; errors of the job are captured.
 *
 * ```js
 * const CronJobWithCheckIn = cron.instrumentCron(CronJob, 'my-cron-job')
 * new CronJobWithCheckIn('0 * * * *', tidyUp, null, true)
 * ```
 *
 * A job of commands, at a date, or a second one under the same name runs without check-ins; a warning says so.
 */
export function instrumentCron<T extends CronJobConstructor>(lib: T, monitorSlug: string): T {
  const monitor = monitorFor(monitorSlug)
  return new Proxy(lib, {
    construct(target, args, newTarget) {
      const [cronTime, onTick, onComplete, start, timeZone, ...rest] = args
      const all = [cronTime, monitor(cronTime, onTick, timeZone), onComplete, start, timeZone]
      return Reflect.construct(target, [...all, ...rest], newTarget)
    },
    get(target, name, receiver) {
      const member = Reflect.get(target, name, receiver)
      if (name !== 'from' || typeof member !== 'function') return member
      return (params: CronJobParams): unknown => {
        const { cronTime, onTick, timeZone } = params
        return member.call(target, { ...params, onTick: monitor(cronTime, onTick, timeZone) })
      }
    },
  })
}

function monitorFor(monitorSlug: string): Monitor {
  let isTaken = false
  return (cronTime, onTick, timeZone) => {
    if (typeof cronTime !== 'string' || typeof onTick !== 'function') {
      warn(`cron: "${monitorSlug}" runs without check-ins, it is no function at times of a crontab`)
      return onTick
    }
    if (isTaken) {
      warn(`cron: "${monitorSlug}" runs without check-ins, there is a job of that name already`)
      return onTick
    }
    isTaken = true
    const config = crontabConfig(cronTime, timeZone)
    return monitoredJob(monitorSlug, onTick as Job, 'cron.instrumentCron', config)
  }
}
