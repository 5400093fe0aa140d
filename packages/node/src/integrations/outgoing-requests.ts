/** What is told of requests that the program sends, whatever it sends them with. */
import {
  addBreadcrumb,
  type BreadcrumbHint,
  type Client,
  getClient,
  type SeverityLevel,
  safely,
} from '@mayday/core'
import { noteFailedRequest, placeOfRequest } from './failed-requests.js'
import { rememberScopes } from './remember-scopes.js'

/** A request under way. */
export interface Outgoing {
  method: string
  /** Without query, fragment and credentials. */
  url: string
  /** As written, with its question mark; empty if there is none. */
  query: string
}

/** What can be said of the end of a request, once. */
export interface Followed {
  answered(status: number | undefined, hint: BreadcrumbHint): void
  failed(error: unknown, hint: BreadcrumbHint): void
}

export interface FollowOptions {
  breadcrumbs?: boolean | undefined
  isIgnored(url: string): boolean
}

/**
 * Follows a request from the place where it is made: that place is what knows whose it is. Nothing for those of the SDK
 * itself, of another client, and those that the program does not want to hear of.
 */
export function followRequest(
  client: Client,
  address: string,
  method: string,
  { breadcrumbs = true, isIgnored }: FollowOptions,
): Followed | undefined {
  if (getClient() !== client || isOwn(client, address)) return undefined
  const outgoing = safely('address', () => describe(address, method))
  if (!outgoing || safely('ignoreOutgoingRequests', () => isIgnored(address))) return undefined
  const here = rememberScopes()
  const site = placeOfRequest()
  const leave = (status: number | undefined, hint: BreadcrumbHint): void => {
    if (breadcrumbs) here(() => leaveBreadcrumb(client, outgoing, status, hint))
  }
  return {
    answered: leave,
    failed(error, hint) {
      noteFailedRequest(error, { ...outgoing, site })
      leave(undefined, hint)
    },
  }
}

/** A transport of the program's own sends to the same address. */
function isOwn(client: Client, address: string): boolean {
  const { tunnel } = client.getOptions()
  const { host, path, port } = client.getDsn() ?? {}
  const receiver = `${host}${port ? `:${port}` : ''}${path ? `/${path}` : ''}/api/`
  const [, place = ''] = /^\w+:\/\/(.*)$/s.exec(address) ?? []
  return address === tunnel || (place.startsWith(receiver) && /\/envelope\/(?:$|\?)/.test(place))
}

function describe(address: string, method: string): Outgoing {
  const { origin, pathname, search } = new URL(address)
  return { method, url: `${origin}${pathname}`, query: search }
}

function leaveBreadcrumb(
  client: Client,
  { method, url, query }: Outgoing,
  status: number | undefined,
  hint: BreadcrumbHint,
): void {
  const { queryParams } = client.getOptions().dataCollection
  const breadcrumb = {
    category: 'http',
    type: 'http',
    level: levelOf(status),
    data: {
      status_code: status,
      url,
      'http.method': method,
      ...(query && { 'http.query': queryParams ? query : withoutValues(query) }),
    },
  }
  client.emit('beforeOutgoingRequestBreadcrumb', breadcrumb, hint)
  addBreadcrumb(breadcrumb, hint)
}

/** What has no name is all value. */
function withoutValues(query: string): string {
  return query.replace(/([?&][^=&]*=|[?&])[^&]*/g, '$1[Filtered]')
}

/** No status means that there was no answer. */
function levelOf(status: number | undefined): SeverityLevel | undefined {
  if (!status || status >= 500) return 'error'
  return status >= 400 ? 'warning' : undefined
}
