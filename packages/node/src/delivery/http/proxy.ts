/** Which proxy stands between this process and an address. */
import { debug } from '@mayday/core'

export interface ProxyAddress {
  /** Without credentials. */
  url: string
  /** What `Proxy-Authorization` is to say. */
  authorization?: string
}

/**
 * The proxy that requests to `address` have to take: the given one, else that of the environment; none for what
 * `no_proxy` names, whoever says it.
 */
export function proxyFor(address: URL, given: unknown): ProxyAddress | undefined {
  const text = given || proxyOfEnvironment(address.protocol === 'https:')
  if (!text || isExempt(address, process.env.no_proxy || process.env.NO_PROXY)) return undefined
  const proxy = parseProxy(String(text))
  // The text may hold a password.
  if (!proxy) debug('The proxy’s address is none of http: or https:, so it is not used')
  return proxy
}

function proxyOfEnvironment(isSecure: boolean): string | undefined {
  const { env } = process
  const ofSecure = isSecure && (env.https_proxy || env.HTTPS_PROXY)
  // In CGI programs, HTTP_PROXY is what a request's `Proxy` header says.
  return ofSecure || env.http_proxy || (env.REQUEST_METHOD ? undefined : env.HTTP_PROXY)
}

/** `host`, `.host`, `*.host` and `host:port`, parted by commas or blanks, and `*` for all. */
function isExempt({ protocol, hostname, port }: URL, list = ''): boolean {
  const host = withoutBrackets(hostname)
  const ownPort = port || (protocol === 'https:' ? '443' : '80')
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      const [, name = entry, wanted = ownPort] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? []
      const domain = withoutBrackets(name).replace(/^\*?\./, '')
      return domain === '*' || (wanted === ownPort && `.${host}`.endsWith(`.${domain}`))
    })
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '')
}

function parseProxy(text: string): ProxyAddress | undefined {
  const url = toUrl(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`)
  if (!url?.hostname || !/^https?:$/.test(url.protocol)) return undefined
  const { username, password, origin } = url
  const credentials = [username, password].map(decoded).join(':')
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`
  return { url: origin, ...((username || password) && { authorization }) }
}

function toUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

/** A percent sign that stands for itself is left as it is. */
function decoded(text: string): string {
  return text.replace(/(%[\da-f]{2})+/gi, (found) =>
    Buffer.from(found.replace(/%/g, ''), 'hex').toString(),
  )
}
