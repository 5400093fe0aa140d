import type { Client } from '../client.js'
import { describe } from '../event/inspect.js'
import { getClient, withScope } from '../scope/current.js'
import { newTrace, type PropagationContext } from '../scope/scope.js'
import { debug } from '../support/debug.js'
import { parseBaggage } from './baggage.js'
import { orgIdOf } from './dsc.js'
import { sampleRandOf } from './sample-rand.js'

/** What a request, a page or a process brings along of the trace that it is part of. */
export interface IncomingTrace {
  sentryTrace?: string | undefined
  baggage?: string | string[] | number | boolean | null | undefined
}

/**
 * Runs `callback` as part of the trace that another service began, and returns what it returns. Where there is none,
 * or one of another organization, a new trace begins.
 */
export function continueTrace<T>(incoming: IncomingTrace, callback: () => T): T {
  return inTrace(incomingContext(getClient(), incoming), callback)
}

/** Runs `callback` in a trace of its own, and returns what it returns. */
export function startNewTrace<T>(callback: () => T): T {
  return inTrace(newTrace(), callback)
}

function inTrace<T>(context: PropagationContext, callback: () => T): T {
  return withScope((scope) => {
    scope.setPropagationContext(context)
    return callback()
  })
}

const SENTRY_TRACE = /^\s*([\da-f]{32})-([\da-f]{16})(?:-([01]))?\s*$/

/** The parts of a `sentry-trace` header, or `undefined` when it is malformed. */
export function parseSentryTrace(
  header: unknown,
): Pick<PropagationContext, 'traceId' | 'parentSpanId' | 'sampled'> | undefined {
  const [, traceId, parentSpanId = '', flag] = SENTRY_TRACE.exec(describe(header)) ?? []
  return traceId ? { traceId, parentSpanId, ...(flag ? { sampled: flag === '1' } : {}) } : undefined
}

function incomingContext(
  client: Client | undefined,
  { sentryTrace, baggage }: IncomingTrace = {},
): PropagationContext {
  const trace = parseSentryTrace(sentryTrace)
  const dsc = parseBaggage(baggage)
  if (!trace || (client && isOfOthers(client, dsc?.org_id))) return newTrace()
  const decided = dsc?.sampled ? dsc.sampled === 'true' : undefined
  const sampleRand = sampleRandOf(dsc ?? {}, trace.sampled ?? decided)
  // A trace that comes without a context has none: what we know is not what its head knows.
  return {
    ...trace,
    sampleRand,
    dsc: dsc ? { ...dsc, sample_rand: dsc.sample_rand || sampleRand.toFixed(6) } : {},
  }
}

function isOfOthers(client: Client, theirs: string | undefined): boolean | undefined {
  const ours = orgIdOf(client)
  const { strictTraceContinuation } = client.getOptions()
  const isForeign =
    ours && theirs ? ours !== theirs : strictTraceContinuation && !!ours !== !!theirs
  if (isForeign) debug('Trace not continued: it belongs to another organization')
  return isForeign
}
