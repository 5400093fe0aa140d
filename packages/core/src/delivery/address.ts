import type { Platform } from '../client.js'
import type { ResolvedOptions } from '../options.js'
import { authFields, type DsnComponents, envelopeUrl } from '../support/dsn.js'
import { runtime } from '../support/runtime.js'
import type { Ledger } from './ledger.js'
import type { TransportAddress, TransportOptions } from './transport.js'

/** What a transport is made of: where to post, what to say there, and what the user wants to pass on. */
export function transportOptions(
  { tunnel, transportOptions }: ResolvedOptions,
  dsn: DsnComponents,
  { sdk, address = addressOf }: Platform,
  ledger: Ledger,
): TransportOptions {
  // A tunnel finds the receiver by the envelope's own header.
  const { url, headers } = tunnel ? { url: tunnel } : address(dsn, `${sdk.name}/${sdk.version}`)
  return {
    ...transportOptions,
    url,
    headers: { ...transportOptions.headers, ...headers },
    recordDroppedEvent: (reason, category, count) => ledger.dropped(reason, category, count),
  }
}

function addressOf(dsn: DsnComponents, sender: string): TransportAddress {
  return { url: `${envelopeUrl(dsn)}?${new runtime.URLSearchParams(authFields(dsn, sender))}` }
}
