import { isMainThread, Worker } from 'node:worker_threads'
import { type Client, type Integration, type Primitive, startTimer } from '@mayday/core'
import { BEATS, CONNECTED, LEAVING, PROGRAM } from './event-loop-watch.js'
import { unobserved } from './unobserved.js'

export interface EventLoopBlockOptions {
  /** For how long nothing else could happen, in ms. @default 1000 */
  threshold?: number | undefined
  /** @default 1 */
  maxEventsPerHour?: number | undefined
  /** Tags of these events. */
  staticTags?: Record<string, Primitive> | undefined
}

/**
 * Captures what keeps the main thread busy for so long that nothing else happens, with the place where it was. A thread
 * of its own watches, which takes some 5 MB; it stops the busy one for about a millisecond to read its stack, and opens no
 * port. The event is sent when the main thread is free again: one that never is tells nothing.
 */
export function eventLoopBlockIntegration(options: EventLoopBlockOptions = {}): Integration {
  return {
    name: 'EventLoopBlock',
    setup(client) {
      if (!isMainThread) return
      let stopWatching: (() => void) | undefined
      // What is done to start the program blocks it, too.
      const cancel = startTimer(() => {
        stopWatching = watch(client, options)
      }, 0)
      return () => {
        cancel()
        stopWatching?.()
      }
    },
  }
}

/** What the watching thread tells: for how many ms, and where. */
interface Block {
  ms: number
  stack: string
}

const HOUR = 3_600_000
/** So many ms the end of a process waits for the other thread to look away. */
const LONGEST = 200

function watch(client: Client, options: EventLoopBlockOptions): () => void {
  const { threshold = 1000, maxEventsPerHour = 1 } = options
  const shared = new Int32Array(new SharedArrayBuffer(12))
  const worker = startThread({ shared, threshold })
  let told: number[] = []
  worker.on('message', (block: Block) => {
    told = told.filter((at) => Date.now() - at < HOUR)
    if (told.length >= maxEventsPerHour) return
    told.push(Date.now())
    capture(client, block, options)
  })
  // A listener for messages would keep the process alive again.
  worker.unref()
  const stop = beat(shared, threshold / 10)
  const leave = (): void => {
    Atomics.store(shared, LEAVING, 1)
    if (Atomics.load(shared, CONNECTED)) Atomics.wait(shared, CONNECTED, 1, LONGEST)
  }
  process.on('exit', leave)
  return () => {
    stop()
    process.off('exit', leave)
    void worker.terminate()
  }
}

function startThread(workerData: object): Worker {
  const { NODE_OPTIONS: _, ...env } = process.env
  const given = { eval: true, workerData, execArgv: [], env, stdout: true, stderr: true }
  const worker = unobserved(() => new Worker(PROGRAM, given))
  // Without it the program goes on unwatched.
  worker.on('error', () => {})
  return worker
}

/** Shows that the thread is alive; returns what ends that. */
function beat(shared: Int32Array, every: number): () => void {
  let stop = (): void => {}
  const next = (): void => {
    Atomics.add(shared, BEATS, 1)
    stop = startTimer(next, every)
  }
  next()
  return () => stop()
}

function capture(client: Client, { ms, stack }: Block, options: EventLoopBlockOptions): void {
  const { threshold = 1000, staticTags = {} } = options
  const error = new Error(`Event Loop Blocked for at least ${threshold} ms`)
  Object.defineProperties(error, {
    name: { value: 'EventLoopBlocked' },
    stack: { value: `EventLoopBlocked: ${error.message}\n${stack}` },
  })
  client.captureException(error, {
    captureContext: { tags: staticTags },
    mechanism: { type: 'ANR', handled: false, data: { blocked_ms: ms } },
  })
}
