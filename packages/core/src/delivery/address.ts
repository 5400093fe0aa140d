/** Where the envelopes of a client are posted to, and what of the client is said there. */
import type { FullPlatform } from '../dispatch.js'
import type { ResolvedOptions } from '../options.js'
import { authFields, type DsnComponents, envelopeUrl } from '../support/dsn.js'
import { runtime } from '../support/runtime.js'
import { safely } from '../support/safely.js'
import type { Ledger } from './ledger.js'
import { serverOf } from './server.js'
import type { Transport, TransportAddress } from './transport.js'

/** The transport that the options or the platform make; nothing where neither does, or where that fails. */
export function createTransportTo(
  dsn: DsnComponents,
  options: ResolvedOptions,
  platform: FullPlatform,
  ledger: Ledger,
): Transport | undefined {
  const { tunnel, tunnelPath, transportOptions, transport: make = platform.transport } = options
  const { sdk, address = addressWithQuery } = platform
  if (!make) return undefined
  return safely('transport', () => {
    // A tunnel finds the receiver by the envelope's own header.
    const isDirect = !tunnel || tunnel === 'auto'
    const addressOf = (dsn: DsnComponents): TransportAddress => {
      const sender = `${sdk.name}/${sdk.version}`
      const { url, headers } = isDirect ? address(dsn, sender) : { url: tunnel }
      const isSpotlight = serverOf(dsn, options.server) === 'spotlight'
      return {
        ...(tunnel === 'auto' && { detour: tunnelPath }),
        url,
        headers: {
          // It takes what says something else for no envelope.
          ...(isSpotlight && { 'Content-Type': 'application/x-sentry-envelope' }),
          ...transportOptions.headers,
          ...headers,
        },
      }
    }
    return make({
      ...transportOptions,
      ...addressOf(dsn),
      addressOf,
      recordDroppedEvent: ledger.dropped,
    })
  })
}

/** Who sends, said in the query. */
export function addressWithQuery(dsn: DsnComponents, sender: string): TransportAddress {
  return { url: `${envelopeUrl(dsn)}?${new runtime.URLSearchParams(authFields(dsn, sender))}` }
}
