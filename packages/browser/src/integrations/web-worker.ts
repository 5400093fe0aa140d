import { type Integration, together } from '@mayday/core'
import { watchWorker } from '../workers/watch.js'

export interface WebWorkerOptions {
  worker: Worker | Worker[]
}

export interface WebWorkerIntegration extends Integration {
  /** Also captures what this worker tells of. */
  addWorker(worker: Worker): void
}

/**
 * Captures what nobody catches in these workers, with their own stacks, where they call `registerWebWorker({ self })`;
 * and what the browser says of the errors of those that do not. Their messages to the SDK reach no listener of the page
 * that was added later: set this up before the page listens to the worker.
 */
export function webWorkerIntegration({ worker }: WebWorkerOptions): WebWorkerIntegration {
  const workers = new Set([worker].flat())
  let watch: ((worker: Worker) => void) | undefined
  return {
    name: 'WebWorker',
    setup(client) {
      const stops: (() => void)[] = []
      watch = (one) => void stops.push(watchWorker(one, client))
      for (const one of workers) watch(one)
      return () => {
        watch = undefined
        together(stops)()
      }
    },
    addWorker(one) {
      if (workers.has(one)) return
      workers.add(one)
      watch?.(one)
    },
  }
}
