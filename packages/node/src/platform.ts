import {
  authFields,
  commonNoise,
  type DsnComponents,
  envelopeUrl,
  type Integration,
  type Platform,
  type TransportAddress,
  VERSION,
} from '@mayday/core'
import { makeNodeTransport } from './delivery/http.js'
import { makeSpool } from './delivery/spool.js'
import type { NodeOptions } from './init.js'
import { defaultStackParser } from './stack.js'

/** What Node brings along for a client with these options. */
export function nodePlatform(
  { httpProxy, httpsProxy = httpProxy, caCerts, spool }: NodeOptions,
  integrations: () => Integration[],
): Platform {
  const store = makeSpool(spool)
  return {
    name: 'node',
    sdk: { name: 'mayday.javascript.node', version: VERSION, packages: ['@mayday/node'] },
    stackParser: defaultStackParser,
    integrations,
    transport(options) {
      const proxy = options.url.startsWith('https:') ? httpsProxy : httpProxy
      return makeNodeTransport({ proxy, caCerts, ...options })
    },
    address: addressWithHeader,
    titleOfObject,
    noise: commonNoise,
    ...(store && { store }),
  }
}

/** Servers say who they are in a header: addresses end up in logs. */
export function addressWithHeader(dsn: DsnComponents, sender: string): TransportAddress {
  const fields = authFields(dsn, sender).map(([name, value]) => `${name}=${value}`)
  return { url: envelopeUrl(dsn), headers: { 'X-Sentry-Auth': `Sentry ${fields.join(', ')}` } }
}

/** Node programs throw objects that say themselves what they are. */
function titleOfObject(value: object, how: string): string | undefined {
  const { name, message } = value as { name?: unknown; message?: unknown }
  const text = typeof message === 'string' ? message : undefined
  if (typeof name !== 'string' || !name) return text
  return `'${name}' captured as ${how}${text ? ` with message '${text}'` : ''}`
}
