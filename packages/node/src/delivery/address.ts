import { authFields, type DsnComponents, envelopeUrl, type TransportAddress } from '@mayday/core'

/** Where to post, and as who. Servers say that in a header: addresses end up in logs. */
export function addressWithHeader(dsn: DsnComponents, sender: string): TransportAddress {
  const fields = authFields(dsn, sender).map(([name, value]) => `${name}=${value}`)
  return { url: envelopeUrl(dsn), headers: { 'X-Sentry-Auth': `Sentry ${fields.join(', ')}` } }
}
