import type { ChildProcess } from 'node:child_process'
import { errorMonitor } from 'node:events'
import { homedir } from 'node:os'
import type { Worker } from 'node:worker_threads'
import {
  addBreadcrumb,
  type Breadcrumb,
  captureException,
  getClient,
  type Integration,
  together,
} from '@mayday/core'
import { hasToldCrash, listCrashedThreads } from './crashed-threads.js'
import { hear } from './hear.js'
import { passOn } from './passed-on.js'
import { rememberScopes } from './remember-scopes.js'
import { isUnobserved } from './unobserved.js'

/** Hears of errors without being a listener for them; the types of these emitters do not know it. */
const MONITOR = errorMonitor as unknown as 'error'

export interface ChildProcessOptions {
  /** Has breadcrumbs tell the arguments that a child process was started with. @default false */
  includeChildProcessArgs?: boolean | undefined
  /**
   * Captures what ends a worker thread, unless the SDK in that thread has; `false` leaves a breadcrumb of it.
   * @default true
   */
  captureWorkerErrors?: boolean | undefined
}

/**
 * Tells of child processes and worker threads that fail. Node announces them itself, and listeners of the program stay
 * alone: an error that it does not listen to ends the process as ever.
 */
export function childProcessIntegration(options: ChildProcessOptions = {}): Integration {
  return {
    name: 'ChildProcess',
    setup(client) {
      const isObserved = (started: object): boolean =>
        getClient() === client && !isUnobserved(started)
      return together([
        listCrashedThreads(),
        hear<{ process: ChildProcess }>('child_process', ({ process }) => {
          if (isObserved(process)) followProcess(process, options)
        }),
        hear<{ worker: Worker }>('worker_threads', ({ worker }) => {
          if (isObserved(worker)) followThread(worker, options)
        }),
      ])
    },
  }
}

function followProcess(
  child: ChildProcess,
  { includeChildProcessArgs: isTold }: ChildProcessOptions,
): void {
  const here = rememberScopes()
  const tell = (what: string, level: 'error' | 'warning'): void => {
    const { spawnfile, spawnargs } = child
    const data = { spawnfile: withoutHome(spawnfile), ...(isTold && { spawnargs }) }
    leave(here, { category: 'child_process', message: `Child process ${what}`, level, data })
  }
  child.on(MONITOR, ({ message }: Error) => tell(`errored with '${message}'`, 'error'))
  child.on('exit', (code, signal) => {
    if (code) tell(`exited with code '${code}'`, 'warning')
    // What the program has killed was to end.
    if (signal && !child.killed) tell(`was ended by signal '${signal}'`, 'warning')
  })
}

function followThread(worker: Worker, { captureWorkerErrors = true }: ChildProcessOptions): void {
  const here = rememberScopes()
  // It is gone when the thread is.
  const { threadId } = worker
  let hasFailed = false
  const tell = (what: string, level: 'error' | 'warning'): void => {
    const message = `Worker thread ${what}`
    leave(here, { category: 'worker_thread', message, level, data: { threadId } })
  }
  worker.on(MONITOR, (error: unknown) => {
    hasFailed = true
    const isTold = hasToldCrash(threadId)
    if (!captureWorkerErrors) tell(`errored with '${(error as Error)?.message ?? error}'`, 'error')
    else if (!isTold) here(() => captureThreadError(error, threadId))
    // Where nobody listens, this thread crashes with it, too.
    if (captureWorkerErrors || isTold) passOn(error)
  })
  worker.on('exit', (code) => {
    if (code && !hasFailed) tell(`exited with code '${code}'`, 'warning')
  })
}

function captureThreadError(error: unknown, threadId: number): void {
  captureException(error, {
    originalException: error,
    syntheticException: null,
    mechanism: {
      type: 'auto.child_process.worker_thread',
      handled: false,
      data: { threadId: String(threadId) },
    },
  })
}

function leave(here: ReturnType<typeof rememberScopes>, breadcrumb: Breadcrumb): void {
  here(() => addBreadcrumb(breadcrumb))
}

/** Programs lie in homes, too, whose names are those of people. */
function withoutHome(file: string): string {
  const home = homedir()
  return home.length > 1 && file.startsWith(home) ? `~${file.slice(home.length)}` : file
}
