import type { RequestOptions } from 'node:http'
import { urlToHttpOptions } from 'node:url'
import { IDLE } from './limit.js'
import type { ProxyAddress } from './proxy.js'

/** PEM certificates of authorities. */
export type Certificates = string | Buffer | (string | Buffer)[]

/** How to post to one address: plain data, so that it can be handed to another thread. */
export interface Way {
  /** For the `request()` of the module that its protocol names. */
  options: RequestOptions
  /** The same for what opens a connection through a proxy first. */
  connect?: RequestOptions | undefined
  keepAlive: boolean
  /** Ms that one request may take in all. */
  timeout: number
}

export interface WayOptions {
  headers: Record<string, string>
  proxy?: ProxyAddress | undefined
  ca?: Certificates | undefined
  keepAlive: boolean
  timeout: number
}

/** To the address itself, to a proxy that is told the whole address, or through one that is told the host only. */
export function wayTo(address: URL, { headers, proxy, ca, keepAlive, timeout }: WayOptions): Way {
  const target = urlToHttpOptions(address)
  const isOpen = address.protocol === 'http:'
  const common = { timeout: IDLE, ...(ca && { ca }) }
  const hop = { ...(proxy && urlToHttpOptions(new URL(proxy.url))), ...common }
  const toProxy = proxy?.authorization ? { 'Proxy-Authorization': proxy.authorization } : {}
  const isRelayed = proxy && isOpen
  return {
    options: {
      ...target,
      ...common,
      ...(isRelayed && { ...hop, path: `http://${address.host}${target.path}` }),
      method: 'POST',
      headers: { ...headers, ...(isRelayed && { Host: address.host, ...toProxy }) },
    },
    connect: proxy && !isOpen ? connectTo(address, hop, toProxy) : undefined,
    keepAlive,
    timeout,
  }
}

function connectTo(
  { hostname, port }: URL,
  hop: RequestOptions,
  headers: Record<string, string>,
): RequestOptions {
  const path = `${hostname}:${port || 443}`
  return { ...hop, method: 'CONNECT', path, headers: { ...headers, Host: path }, agent: false }
}
