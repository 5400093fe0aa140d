import { isMainThread } from 'node:worker_threads'
import { type Client, type Integration, owns, together } from '@mayday/core'
import { noteCrashOfThread } from './crashed-threads.js'
import { endProcess } from './end-process.js'
import { listenAlongside, othersFor } from './listen-alongside.js'
import { wasPassedOn } from './passed-on.js'

/** Takes the place of the end of the process; whoever gives one has to end it. */
export type OnFatalError = (this: void, firstError: Error, secondError?: Error) => void

/** None of these changes what is captured, and none applies in worker threads. */
export interface OnUncaughtExceptionOptions {
  /** Ends the process with code 1 although the program has a listener that takes the error. @default false */
  exitEvenIfOtherHandlersAreRegistered?: boolean | undefined
  /** Called in place of the end of the process, after the error was captured. @default the `onFatalError` of `init()` */
  onFatalError?: OnFatalError | undefined
}

/**
 * Captures what brings the process down. It watches only: whether the process ends, with which code and with what on
 * stderr stays Node's own affair and that of the program's listeners, unless you name one of the options.
 */
export function onUncaughtExceptionIntegration(
  options: OnUncaughtExceptionOptions = {},
): Integration {
  return {
    name: 'OnUncaughtException',
    setup: (client) =>
      together([
        watchCrashes((error, origin) => {
          if (origin === 'uncaughtException') captureCrash(client, error, 'onuncaughtexception')
        }),
        isMainThread ? endAsTold(client, options) : () => {},
      ]),
  }
}

type CrashListener = (error: unknown, origin: NodeJS.UncaughtExceptionOrigin) => void

/** Tells of each uncaught exception and each rejection that Node turns into one; returns what ends that. */
export function watchCrashes(listener: CrashListener): () => void {
  process.on('uncaughtExceptionMonitor', listener)
  return () => void process.off('uncaughtExceptionMonitor', listener)
}

export function captureCrash(
  client: Client,
  error: unknown,
  kind: 'onuncaughtexception' | 'onunhandledrejection',
): void {
  if (!owns(client, error) || wasPassedOn(error)) return
  client.captureException(error, {
    originalException: error,
    // What has no stack of its own must not be given ours.
    syntheticException: null,
    captureContext: {
      level: 'fatal',
      ...(kind === 'onunhandledrejection' && { extra: { unhandledPromiseRejection: true } }),
    },
    mechanism: { type: `auto.node.${kind}`, handled: false },
  })
  noteCrashOfThread()
}

const EVENT = 'uncaughtException'

function endAsTold(client: Client, options: OnUncaughtExceptionOptions): () => void {
  const { exitEvenIfOtherHandlersAreRegistered: isForced, onFatalError } = {
    ...client.getOptions(),
    ...options,
  } as OnUncaughtExceptionOptions
  if (!onFatalError && !isForced) return () => {}
  let isEnding = false
  const listener = (error: unknown): void => {
    if (!isForced && othersFor(EVENT, listener) > 0) return
    // Whatever was to end the process has not.
    if (isEnding || !onFatalError) endProcess(client, error)
    else {
      isEnding = true
      onFatalError(error as Error)
    }
  }
  // Where nobody else listens, Node ends the process by itself, and better.
  if (!onFatalError) return listenAlongside(EVENT, listener)
  process.on(EVENT, listener)
  return () => void process.off(EVENT, listener)
}
