import { type Client, debug, type Event, type EventHint, startTimer, together } from '@mayday/core'
import { asyncScopes, type IncomingRequest, knownScopes, RequestScopes } from '../async-scopes.js'
import { watchRequests } from '../instrument/incoming-requests.js'

type Outcome = 'exited' | 'errored' | 'crashed'

/** The requests of one minute, by how they went. */
interface Bucket extends Partial<Record<Outcome, number>> {
  started: string
}

interface Counted {
  outcome: Outcome
  /** Where it was entered when it closed. */
  bucket?: Bucket
}

/** What receivers take at once. */
const MAX_BUCKETS = 100

/**
 * Sends how many requests went well, had an error, or failed by one that nobody handled, added up by minutes; every
 * `delay` ms, on flush and at the end. Returns what ends that.
 *
 * @see https://develop.sentry.dev/sdk/telemetry/sessions/
 */
export function countRequestSessions(
  client: Client,
  delay: number,
  isCounted: (request: IncomingRequest) => boolean,
): () => void {
  const counted = new WeakMap<RequestScopes, Counted>()
  const requests = new WeakMap<EventHint, RequestScopes>()
  let buckets: Bucket[] = []
  let stopTimer: (() => void) | undefined

  function enter(one: Counted): void {
    const started = `${new Date().toISOString().slice(0, 16)}:00.000Z`
    const bucket = buckets.find((bucket) => bucket.started === started) ?? { started }
    if (!buckets.includes(bucket)) buckets.push(bucket)
    bucket[one.outcome] = (bucket[one.outcome] ?? 0) + 1
    one.bucket = bucket
    if (buckets.length >= MAX_BUCKETS) send()
    else stopTimer ??= startTimer(send, delay)
  }

  function send(): void {
    stopTimer?.()
    stopTimer = undefined
    const aggregates = buckets
    buckets = []
    if (aggregates.length === 0) return
    const { release, environment } = client.getOptions()
    const attrs = { release, environment }
    if (release) client.sendEnvelope([{}, [[{ type: 'sessions' }, { attrs, aggregates }]]])
    else debug('Sessions not sent, they need a release')
  }

  /** An event may come when its request was counted already: it was held back, or something made it wait. */
  function worsen(scopes: RequestScopes | undefined, event: Event): void {
    const one = scopes && counted.get(scopes)
    const outcome = outcomeOf(event)
    if (!one || !outcome || one.outcome === 'crashed' || one.outcome === outcome) return
    const { bucket } = one
    const isEntered = bucket && buckets.includes(bucket)
    if (isEntered) {
      bucket[one.outcome] = (bucket[one.outcome] ?? 1) - 1
      bucket[outcome] = (bucket[outcome] ?? 0) + 1
    }
    one.outcome = outcome
  }

  function sendAll(): void {
    // Lets events go that are held back, and their requests have met an error.
    client.pendingEnvelopes()
    send()
  }

  process.on('exit', sendAll)
  return together([
    watchRequests({
      opened(scopes) {
        if (isCounted(scopes.request)) counted.set(scopes, { outcome: 'exited' })
      },
      closed(scopes) {
        const one = counted.get(scopes)
        if (one) enter(one)
      },
    }),
    // What is sent no longer knows its request.
    client.on('preprocessEvent', ({ sdkProcessingMetadata }, hint) => {
      const scopes = knownScopes(sdkProcessingMetadata?.request)
      if (scopes) requests.set(hint, scopes)
    }),
    client.on('beforeSendEvent', (event, hint) => worsen(requests.get(hint), event)),
    // It happened, whether or not it is told.
    client.on('sampledOut', (event) => worsen(activeRequest(), event)),
    client.on('flush', sendAll),
    () => process.off('exit', sendAll),
    sendAll,
  ])
}

function activeRequest(): RequestScopes | undefined {
  const active = asyncScopes.active()
  if (active instanceof RequestScopes) return active
  return knownScopes(active?.isolation.getScopeData().sdkProcessingMetadata.request)
}

function outcomeOf({ exception, level }: Event): Outcome | undefined {
  const exceptions = exception?.values ?? []
  if (exceptions.some(({ mechanism }) => mechanism?.handled === false)) return 'crashed'
  if (exceptions.length === 0 && level === 'fatal') return 'crashed'
  // The stack of a message stands as an exception that has no type.
  return exceptions.some(({ type }) => type) ? 'errored' : undefined
}
