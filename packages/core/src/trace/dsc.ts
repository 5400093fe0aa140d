import type { Client } from '../client.js'
import type { PropagationContext } from '../scope/scope.js'

/**
 * What a trace says of itself to receivers and to other services: as it came with an incoming trace, else our own.
 *
 * @see https://develop.sentry.dev/sdk/foundations/trace-propagation/dynamic-sampling-context/
 */
export function dynamicSamplingContext(
  client: Client,
  { traceId, dsc }: PropagationContext,
): Record<string, string> {
  const { environment, release } = client.getOptions()
  const public_key = client.getDsn()?.publicKey
  const own = { trace_id: traceId, public_key, environment, release, org_id: orgIdOf(client) }
  // Members without a value do not get into JSON.
  return dsc ?? (own as Record<string, string>)
}

/** Whose traces the client takes part in: by its options, or by the host of its DSN. */
export function orgIdOf(client: Client): string | undefined {
  const { orgId } = client.getOptions()
  return orgId ? `${orgId}` : /^o(\d+)\./.exec(client.getDsn()?.host ?? '')?.[1]
}
