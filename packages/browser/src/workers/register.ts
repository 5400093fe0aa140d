import { getClient, isEnabled, safely, together } from '@mayday/core'
import { listen } from '../instrument/listen.js'
import { thrownBy, type Uncaught } from '../instrument/uncaught.js'
import { type Facts, type Place, tell, type WorkerError, type WorkerMessage } from './message.js'

/** As much of a worker's global object as is needed; the types of workers are not those of pages. */
export interface WorkerGlobal {
  postMessage(message: unknown): void
  addEventListener(type: string, listener: (event: unknown) => void): void
  location?: { href?: string }
  _sentryDebugIds?: Facts
  _sentryModuleMetadata?: Facts
}

/**
 * In a worker: tells the page of uncaught errors and unhandled rejections, with their own stacks, and of debug ids and
 * module metadata. The page captures them with `webWorkerIntegration({ worker })`; one without it finds them among the
 * messages of the worker. Call it before anything else, and call what it returns to end it.
 *
 * A worker may have a client of its own, too: then that captures, and the page is only told not to.
 */
export function registerWebWorker({ self }: { self: WorkerGlobal }): () => void {
  let count = 0

  function post(message: Omit<WorkerMessage, '_sentryMessage'>): void {
    safely('postMessage', () => self.postMessage({ _sentryMessage: true, ...message }))
  }

  /** Files that are loaded later have some, too. */
  function newFacts(): Partial<WorkerMessage> {
    const { _sentryDebugIds, _sentryModuleMetadata } = self
    const known = Object.keys({ ..._sentryDebugIds, ..._sentryModuleMetadata }).length
    if (known === count) return {}
    count = known
    return { _sentryDebugIds, _sentryModuleMetadata }
  }

  function forward(event: Uncaught): void {
    const error = errorOf(event, self.location?.href, isCapturedIn(self))
    if (error) post({ ...safely('facts', newFacts), _sentryWorkerError: error })
  }

  post({ ...safely('facts', newFacts), _maydayTellsErrors: true })
  return together([
    listen(self as never, ['error', 'unhandledrejection'], forward),
    () => post({ _maydayTellsErrors: false }),
  ])
}

/** What the page is to know, if anything: the browser tells it of errors, so that it has to know whose they are. */
function errorOf(
  event: Uncaught,
  filename: string | undefined,
  isCaptured: boolean,
): WorkerError | undefined {
  const { type, message = '', filename: file = '', lineno = 0, colno = 0 } = event
  const place: Place | undefined =
    type === 'error' ? { type, message, filename: file, lineno, colno } : undefined
  if (isCaptured) return place && { place, isCaptured: true }
  return { filename, told: tell(thrownBy(event)), ...(place && { place }) }
}

function isCapturedIn(self: WorkerGlobal): boolean {
  return (
    (self as object) === globalThis &&
    isEnabled() &&
    getClient()?.getIntegrationByName('GlobalHandlers') !== undefined
  )
}
