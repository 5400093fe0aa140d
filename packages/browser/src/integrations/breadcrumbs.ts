import {
  addBreadcrumb,
  type Breadcrumb,
  type BreadcrumbHint,
  type Client,
  consoleBreadcrumbs,
  type Event,
  envelopeUrl,
  type FetchCall,
  fetchChannel,
  getClient,
  type Integration,
  type SeverityLevel,
  selectorOf,
  together,
} from '@mayday/core'
import { domChannel } from '../instrument/dom.js'
import { historyChannel } from '../instrument/history.js'
import { type XhrCall, xhrChannel } from '../instrument/xhr.js'

/** Which traces are left; all of them unless told otherwise. */
export interface BreadcrumbsOptions {
  console?: boolean
  /** `serializeAttribute` names attributes that stand for an element's id and classes. */
  dom?: boolean | { serializeAttribute?: string | string[] }
  fetch?: boolean
  history?: boolean
  /** Events that were captured. */
  sentry?: boolean
  xhr?: boolean
}

type Leave = (breadcrumb: Breadcrumb, hint: BreadcrumbHint) => void

type Source = (client: Client, leave: Leave, options: BreadcrumbsOptions) => () => void

const sources: Record<keyof BreadcrumbsOptions, Source> = {
  console: (client) => consoleBreadcrumbs(client),
  dom: (_client, leave, { dom }) => {
    const keys = [(typeof dom === 'object' && dom.serializeAttribute) || []].flat()
    return domChannel.subscribe(({ kind, target, event }) => {
      const component = componentName(target)
      const data = component ? { 'ui.component_name': component } : undefined
      const message = selectorOf(target, keys)
      leave({ category: `ui.${kind}`, message, data }, { event, name: event.type })
    })
  },
  fetch: (client, leave) =>
    fetchChannel.subscribe((call) => {
      const { args: input, response, error: data } = call
      if (!isOwnRequest(client, call))
        leave(httpBreadcrumb('fetch', call), { input, response, data })
    }),
  xhr: (client, leave) =>
    xhrChannel.subscribe((call) => {
      const { xhr, input } = call
      if (!isOwnRequest(client, call)) leave(httpBreadcrumb('xhr', call), { xhr, input })
    }),
  history: (_client, leave) =>
    historyChannel.subscribe(({ from, to }) => {
      leave({ category: 'navigation', data: { from: relative(from), to: relative(to) } }, {})
    }),
  sentry: (client, leave) =>
    client.on('beforeSendEvent', (event) => leave(eventBreadcrumb(event), { event })),
}

/** Remembers what led to an error: clicks and keys, requests, navigation, what was printed. */
export function breadcrumbsIntegration(options: BreadcrumbsOptions = {}): Integration {
  return {
    name: 'Breadcrumbs',
    setup(client) {
      const leave: Leave = (breadcrumb, hint) => {
        if (getClient() === client) addBreadcrumb(breadcrumb, hint)
      }
      const ends = Object.entries(sources)
        .filter(([name]) => options[name as keyof BreadcrumbsOptions] !== false)
        .map(([, listen]) => listen(client, leave, options))
      return together(ends)
    },
  }
}

/** The nearest component that build tools have written into the page. */
function componentName(target: Element): string | undefined {
  const holder = target.closest('[data-sentry-component]')
  return holder?.getAttribute('data-sentry-component') ?? undefined
}

type HttpCall = Omit<XhrCall, 'xhr' | 'input'> | FetchCall

function httpBreadcrumb(category: 'fetch' | 'xhr', { method, url, status }: HttpCall): Breadcrumb {
  return {
    type: 'http',
    category,
    level: levelOf(status),
    data: { method, url, status_code: status },
  }
}

/** The SDK's own requests pass our patch where the page has wrapped `fetch` once more, or brings its own transport. */
function isOwnRequest(client: Client, { url }: HttpCall): boolean {
  const { tunnel } = client.getOptions()
  const dsn = client.getDsn()
  return tunnel ? url === tunnel : !!dsn && url.startsWith(envelopeUrl(dsn))
}

/** No status means that there was no answer. */
function levelOf(status: number | undefined): SeverityLevel | undefined {
  if (!status || status >= 500) return 'error'
  return status >= 400 ? 'warning' : undefined
}

/** Short, since every later event carries it along. */
function eventBreadcrumb({ event_id, level, message, exception }: Event): Breadcrumb {
  const { type, value } = exception?.values?.at(-1) ?? {}
  const title = message ?? ([type, value].filter(Boolean).join(': ') || '<unknown>')
  return { category: 'sentry.event', message: title.slice(0, 200), event_id, level }
}

/** Addresses on the page's own origin without it. */
function relative(url: string): string {
  const { origin } = globalThis.location
  return url.startsWith(`${origin}/`) ? url.slice(origin.length) : url
}
