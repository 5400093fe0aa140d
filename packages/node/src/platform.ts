import { commonNoise, dispatchWith, type Integration, type Platform, VERSION } from '@mayday/core'
import { addressWithHeader } from './delivery/address.js'
import { makeNodeTransport } from './delivery/http/transport.js'
import { makeSpool } from './delivery/spool/spool.js'
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
    integrations,
    dispatch: dispatchWith({
      stackParser: defaultStackParser,
      transport(options) {
        const proxy = options.url.startsWith('https:') ? httpsProxy : httpProxy
        return makeNodeTransport({ proxy, caCerts, ...options })
      },
      address: addressWithHeader,
      titleOfObject,
      noise: commonNoise,
      ...(store && { store }),
    }),
  }
}

/** Node programs throw objects that say themselves what they are. */
function titleOfObject(value: object, how: string): string | undefined {
  const { name, message } = value as { name?: unknown; message?: unknown }
  const text = typeof message === 'string' ? message : undefined
  if (typeof name !== 'string' || !name) return text
  return `'${name}' captured as ${how}${text ? ` with message '${text}'` : ''}`
}
