import { captureException, isThenable, type MonitorConfig, withMonitor } from '@mayday/core'

// biome-ignore lint/suspicious/noExplicitAny: whatever a scheduler calls, with whatever it gives
export type Job = (this: any, ...args: any[]) => unknown

/**
 * The job, of which each run checks in. What it throws or rejects with is captured in the scope of the run, and then goes
 * where it would have gone; what it returns, the scheduler gets.
 */
export function monitoredJob(
  monitorSlug: string,
  job: Job,
  wrapper: string,
  config: MonitorConfig | undefined,
): Job {
  return function (...args) {
    const run = (): unknown => capturing(() => job.apply(this, args), wrapper)
    return withMonitor(monitorSlug, run, config)
  }
}

function capturing(run: () => unknown, wrapper: string): unknown {
  const capture = (error: unknown): never => {
    captureException(error, {
      // What has no stack of its own must not be given ours.
      syntheticException: null,
      mechanism: { type: `auto.function.${wrapper}`, handled: false },
    })
    throw error
  }
  try {
    const result = run()
    return isThenable(result) ? result.then(undefined, capture) : result
  } catch (error) {
    return capture(error)
  }
}
