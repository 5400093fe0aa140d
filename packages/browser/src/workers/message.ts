/** What a worker posts to its page: the members that version 10 knows have its names. */
import { isError, normalize, ownData, safely } from '@mayday/core'

export interface WorkerMessage {
  _sentryMessage: true
  _sentryDebugIds?: Facts | undefined
  _sentryModuleMetadata?: Facts | undefined
  _sentryWorkerError?: WorkerError
  /** Whether the worker tells of its uncaught errors from now on. */
  _maydayTellsErrors?: boolean
}

/** What bundler plugins write into a program; see `factHolders` of the core. */
export type Facts = Record<string, unknown>

/** What nobody in the worker caught. */
export interface WorkerError {
  /** The worker's own address. */
  filename?: string | undefined
  /** What a promise was rejected with, from a worker with version 10. */
  reason?: unknown
  /** The same, or what was thrown, from one of ours. */
  told?: Told
  /** What the browser says of an error, to the worker and to its page. */
  place?: Place
  /** The worker has captured it by itself. */
  isCaptured?: boolean
}

export interface Place {
  type: 'error'
  message: string
  filename: string
  lineno: number
  colno: number
}

/** A thrown value that survives being posted: browsers clone errors without their own names and members. */
export type Told = { value: unknown } | { error: ToldError }

interface ToldError {
  name: string
  message: string
  stack: string | undefined
  data: Record<string, unknown> | undefined
  cause?: Told
  errors?: Told[] | undefined
}

/** More errors than that are not told of with one. */
const MAX_ERRORS = 20

/** As it is told to the page. */
export function tell(thrown: unknown, budget: { left: number } = { left: MAX_ERRORS }): Told {
  if (!isError(thrown) || budget.left-- <= 0) return { value: normalize(thrown) }
  const { name, message, stack, cause } = thrown
  const { errors } = thrown as { errors?: unknown }
  return {
    error: {
      name: String(name),
      message: String(message),
      stack: stack && String(stack),
      data: safely('read', () => ownData(thrown)),
      ...(cause !== undefined && { cause: tell(cause, budget) }),
      errors: Array.isArray(errors) ? errors.map((one) => tell(one, budget)) : undefined,
    },
  }
}

/** As it was thrown, as far as it was told. */
export function thrownOf(told: Told): unknown {
  if ('value' in told) return told.value
  const { name, message, stack = '', data, cause, errors } = told.error
  return Object.assign(new Error(), data, {
    ...{ name, message, stack },
    cause: cause && thrownOf(cause),
    errors: errors?.map(thrownOf),
  })
}

/** True for what `registerWebWorker()` has posted, this one or that of version 10. */
export function isWorkerMessage(data: unknown): data is WorkerMessage {
  return (data as WorkerMessage | null)?._sentryMessage === true
}
