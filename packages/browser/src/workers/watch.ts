import { type Client, factHolders, owns, startTimer, together } from '@mayday/core'
import { listen } from '../instrument/listen.js'
import { claims, placeOf, thrownBy, type Uncaught } from '../instrument/uncaught.js'
import { isWorkerMessage, type Place, thrownOf, type WorkerError } from './message.js'

/** So long a worker has to tell of an error itself, until it is known that it does; in ms. */
const PATIENCE = 1000

/** Captures what nobody in the worker catches, each error once, and returns what ends that. */
export function watchWorker(worker: Worker, client: Client): () => void {
  const facts = new Set<object>()
  const untold = createWaiting((event) => capture(client, event, thrownBy(event)))
  let tellsErrors = false
  let latest: string | undefined

  function onMessage(event: Event): void {
    const { data } = event as MessageEvent
    if (!isWorkerMessage(data)) return
    event.stopImmediatePropagation()
    const { _sentryDebugIds, _sentryModuleMetadata, _sentryWorkerError, _maydayTellsErrors } = data
    tellsErrors = _maydayTellsErrors ?? tellsErrors
    if (_sentryDebugIds || _sentryModuleMetadata) {
      facts.add(data)
      factHolders.add(data)
    }
    if (_sentryWorkerError) onTold(_sentryWorkerError)
  }

  function onTold(error: WorkerError): void {
    const { place, told, reason, isCaptured, filename } = error
    if (place) untold.end(keyOf(place))
    const thrown = told ? thrownOf(told) : reason
    if (!isCaptured) capture(client, place ?? { type: 'unhandledrejection' }, thrown, filename)
  }

  function onError(event: Uncaught): void {
    // What cannot be loaded has no message.
    if (!event.message) return
    // The browser goes on to tell the window of it.
    latest = keyOf(event)
    if (!tellsErrors) untold.add(latest, event)
  }

  function claim(event: Uncaught): boolean {
    return !event.error && keyOf(event) === latest
  }

  claims.add(claim)
  return together([
    // While capturing: in some browsers that is before all listeners of the page, whenever they were added.
    listen(worker, ['message'], onMessage, { capture: true }),
    listen(worker, ['error'], onError as never, { capture: true }),
    client.on('flush', untold.giveAll),
    untold.giveAll,
    () => claims.delete(claim),
    () => {
      for (const one of facts) factHolders.delete(one)
    },
  ])
}

function capture(client: Client, event: Uncaught, thrown: unknown, worker?: string): void {
  const { type, filename } = event
  if (!owns(client, thrown, filename)) return
  client.captureException(thrown, {
    syntheticException: placeOf(event),
    mechanism: { type: `auto.browser.web_worker.on${type}`, handled: false },
    ...(worker && { captureContext: { contexts: { worker: { filename: worker } } } }),
  })
}

/** The browser tells the worker, its page's object for the worker, and the window the same. */
function keyOf({ message, filename, lineno, colno }: Uncaught | Place): string {
  return [message, filename, lineno, colno].join('\n')
}

/** Errors that only the browser has told of so far. */
interface Waiting {
  add(key: string, event: Uncaught): void
  /** The worker has told of it, too. */
  end(key: string): void
  giveAll(): void
}

function createWaiting(give: (event: Uncaught) => void): Waiting {
  const waiting = new Map<string, { event: Uncaught; stop: () => void }>()

  function end(key: string): Uncaught | undefined {
    const { event, stop } = waiting.get(key) ?? {}
    stop?.()
    waiting.delete(key)
    return event
  }

  function giveOne(key: string): void {
    const event = end(key)
    if (event) give(event)
  }

  return {
    add(key, event) {
      if (!waiting.has(key)) {
        waiting.set(key, { event, stop: startTimer(() => giveOne(key), PATIENCE) })
      }
    },
    end,
    giveAll() {
      for (const key of [...waiting.keys()]) giveOne(key)
    },
  }
}
