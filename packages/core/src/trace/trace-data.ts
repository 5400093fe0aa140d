import type { Client } from '../client.js'
import { getClient, getCurrentScope } from '../scope/current.js'
import type { Scope } from '../scope/scope.js'
import { createSpanId } from '../support/ids.js'
import { formatBaggage } from './baggage.js'
import { parseSentryTrace } from './continue.js'
import { dynamicSamplingContext } from './dsc.js'

/** What another service needs to go on with a trace: the headers of a request, or the meta tags of a page. */
export interface SerializedTraceData {
  'sentry-trace'?: string
  baggage?: string
  /** The same as `sentry-trace`, for services that know only the W3C's format. */
  traceparent?: string
}

/** The headers of the trace that is in force here; none where no client is. */
export function getTraceData(
  options: { scope?: Scope; client?: Client; propagateTraceparent?: boolean } = {},
): SerializedTraceData {
  const { scope = getCurrentScope(), client = getClient(), propagateTraceparent } = options
  if (!client?.isEnabled()) return {}
  const context = scope.getPropagationContext()
  const { traceId, propagationSpanId = createSpanId(), sampled } = context
  // Nothing is decided here, but what the head of the trace has decided is passed on.
  const flag = sampled === undefined ? '' : `-${Number(sampled)}`
  const sentryTrace = `${traceId}-${propagationSpanId}${flag}`
  // A program may have set what is no trace.
  if (!parseSentryTrace(sentryTrace)) return {}
  const baggage = formatBaggage(dynamicSamplingContext(client, context))
  const traceparent = `00-${traceId}-${propagationSpanId}-0${Number(sampled ?? false)}`
  return {
    'sentry-trace': sentryTrace,
    ...(baggage ? { baggage } : {}),
    ...(propagateTraceparent ? { traceparent } : {}),
  }
}

/** The same as HTML: put it into the head of a page, and the browser goes on with the trace of the server. */
export function getTraceMetaTags(traceData: SerializedTraceData = getTraceData()): string {
  return Object.entries(traceData)
    .map(([name, content]) => `<meta name="${name}" content="${escapeHtml(String(content))}"/>`)
    .join('')
}

function escapeHtml(text: string): string {
  return text.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`)
}
