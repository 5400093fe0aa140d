import { errorMonitor } from 'node:events'
import {
  type Contexts,
  captureException,
  captureMessage,
  continueTrace,
  flush,
  getIsolationScope,
  isThenable,
  safely,
  startTimer,
  withIsolationScope,
  withScope,
} from '@mayday/core'

// Programs import all they use from here; `wrapHandler` is the one below.
export * from '../index.js'

/** The members of Lambda's context that are read. */
export interface LambdaContext {
  callbackWaitsForEmptyEventLoop?: boolean
  readonly functionName?: string
  readonly functionVersion?: string
  readonly invokedFunctionArn?: string
  readonly awsRequestId?: string
  readonly logGroupName?: string
  readonly logStreamName?: string
  getRemainingTimeInMillis?(): number
}

export interface WrapperOptions {
  /** Ms that the answer waits at most for events to arrive, before Lambda freezes the function. @default 2000 */
  flushTimeout: number
  /** What the context's member of this name is set to. @default what it is */
  callbackWaitsForEmptyEventLoop: boolean
  /** Captures a warning when an invocation is about to run out of time. @default true */
  captureTimeoutWarning: boolean
  /** How long before that; in ms. @default 500 */
  timeoutWarningLimit: number
  /** Captures the reasons where the handler returns what `Promise.allSettled()` does. @default false */
  captureAllSettledReasons: boolean
}

// biome-ignore lint/suspicious/noExplicitAny: whatever the program says its events and answers are
type LambdaHandler = (...args: any[]) => unknown

/** One call of the handler. */
interface Invocation {
  context: LambdaContext
  options: WrapperOptions
}

/**
 * A handler of AWS Lambda, in any of its forms: asynchronous, with a callback, or with a stream to answer to. What it
 * throws, rejects with or calls back with is captured with what Lambda says of the invocation, and arrives before the
 * answer is given; it then goes where it would have gone without us. The event of the invocation never leaves.
 *
 * ```js
 * export const handler = wrapHandler(async (event, context) => { … })
 * ```
 */
export function wrapHandler<H extends LambdaHandler>(
  handler: H,
  wrapOptions: Partial<WrapperOptions> = {},
): H {
  const options = { ...DEFAULTS, ...wrapOptions } as WrapperOptions
  function wrapper(this: unknown, ...args: unknown[]): unknown {
    return withIsolationScope(() =>
      inTraceOf(args[0], () => invoke(handler.bind(this), args, options)),
    )
  }
  // Lambda tells the forms apart by these; streams are asked for by a symbol.
  return Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(handler)) as unknown as H
}

const DEFAULTS = {
  flushTimeout: 2000,
  captureTimeoutWarning: true,
  timeoutWarningLimit: 500,
  captureAllSettledReasons: false,
}

function inTraceOf<T>(event: unknown, fn: () => T): T {
  const { headers } = (event ?? {}) as { headers?: Record<string, string> | null }
  const lower = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])
  const { 'sentry-trace': sentryTrace, baggage } = Object.fromEntries(lower)
  return continueTrace({ sentryTrace, baggage }, fn)
}

function invoke(handler: LambdaHandler, args: unknown[], options: WrapperOptions): unknown {
  const isStreaming = isStream(args[1])
  const context = (args[isStreaming ? 2 : 1] ?? {}) as LambdaContext
  const invocation = { context, options }
  const stop = safely('invocation', () => begin(invocation)) ?? (() => {})
  if (isStreaming) safely('stream', () => watchStream(args[1] as Stream))
  const end = async (): Promise<void> => {
    stop()
    await flush(options.flushTimeout)
  }
  const callback = args[2]
  if (!isStreaming && typeof callback === 'function') {
    args[2] = calledBack(callback as Callback, end)
  }
  return followed(() => handler(...args), options, end)
}

/** Tells the scope what Lambda says, and starts what warns; returns what ends that. */
function begin({ context, options }: Invocation): () => void {
  const { callbackWaitsForEmptyEventLoop: waits } = options
  if (waits !== undefined) context.callbackWaitsForEmptyEventLoop = waits
  const started = Date.now()
  const scope = getIsolationScope()
  scope.setTransactionName(context.functionName)
  scope.addEventProcessor((event) => ({
    ...event,
    contexts: { ...contextsOf(context, Date.now() - started), ...event.contexts },
  }))
  return options.captureTimeoutWarning ? warnInTime(context, options) : () => {}
}

function contextsOf(context: LambdaContext, duration: number): Contexts {
  const { logGroupName = '', logStreamName = '', awsRequestId } = context
  const region = process.env.AWS_REGION
  return {
    'aws.lambda': {
      aws_request_id: awsRequestId,
      function_name: context.functionName,
      function_version: context.functionVersion,
      invoked_function_arn: context.invokedFunctionArn,
      execution_duration_in_millis: duration,
      remaining_time_in_millis: remaining(context),
    },
    'aws.cloudwatch.logs': {
      log_group: logGroupName,
      log_stream: logStreamName,
      url:
        `https://console.aws.amazon.com/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/` +
        `${encodeURIComponent(logGroupName)}/log-events/${encodeURIComponent(logStreamName)}` +
        `?filterPattern="${awsRequestId}"`,
    },
  }
}

/** 0 where what looks like Lambda does not say. */
function remaining(context: LambdaContext): number {
  return context.getRemainingTimeInMillis?.() ?? 0
}

function warnInTime(context: LambdaContext, { timeoutWarningLimit }: WrapperOptions): () => void {
  const left = remaining(context)
  if (left <= timeoutWarningLimit) return () => {}
  return startTimer(() => {
    withScope((scope) => {
      scope.setTag('timeout', inWords(Math.ceil(left / 1000)))
      captureMessage(`Possible function timeout: ${context.functionName}`, 'warning')
    })
    // Nobody will ask for it any more.
    void flush(timeoutWarningLimit)
  }, left - timeoutWarningLimit)
}

function inWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  return minutes > 0 ? `${minutes}m${seconds % 60}s` : `${seconds}s`
}

interface Stream {
  write(chunk: unknown): unknown
  on(event: string | symbol, listener: (error: unknown) => void): unknown
}

function isStream(value: unknown): value is Stream {
  const { write, on } = (value ?? {}) as Partial<Stream>
  return typeof write === 'function' && typeof on === 'function'
}

/** A listener for errors would be taken for one that deals with them. */
function watchStream(stream: Stream): void {
  stream.on(errorMonitor, (error) => capture(error, 'stream'))
}

type Callback = (error: unknown, result: unknown) => unknown

function calledBack(callback: Callback, end: () => Promise<void>): Callback {
  return (error, result) => {
    if (error !== null && error !== undefined) capture(error, 'handler')
    void end().then(() => callback(error, result))
  }
}

/** What is thrown at once comes as a rejection, which Lambda takes for the same: the event has to arrive first. */
function followed(
  run: () => unknown,
  { captureAllSettledReasons }: WrapperOptions,
  end: () => Promise<void>,
): unknown {
  const fail = async (error: unknown): Promise<never> => {
    capture(error, 'handler')
    await end()
    throw error
  }
  const pass = async (result: unknown): Promise<unknown> => {
    if (captureAllSettledReasons) safely('reasons', () => captureReasons(result))
    await end()
    return result
  }
  try {
    const result = run()
    return isThenable(result) ? result.then(pass, fail) : result
  } catch (error) {
    return fail(error)
  }
}

interface Settled {
  status: string
  reason?: unknown
}

function captureReasons(result: unknown): void {
  if (!Array.isArray(result) || !result.every(isSettled)) return
  for (const { status, reason } of result) if (status === 'rejected') capture(reason, 'promise')
}

function isSettled(value: unknown): value is Settled {
  const { status } = (value ?? {}) as Partial<Settled>
  return status === 'fulfilled' || status === 'rejected'
}

function capture(error: unknown, part: 'handler' | 'promise' | 'stream'): void {
  captureException(error, {
    // What has no stack of its own must not be given ours.
    syntheticException: null,
    mechanism: { type: `auto.function.aws_serverless.${part}`, handled: false },
  })
}
