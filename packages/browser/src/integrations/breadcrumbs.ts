import {
  addBreadcrumb,
  type Breadcrumb,
  type BreadcrumbHint,
  type Client,
  componentOf,
  consoleBreadcrumbs,
  type Event,
  fetchChannel,
  getClient,
  type Integration,
  type SeverityLevel,
  selectorOf,
  together,
  WITH_COMPONENT,
} from '@mayday/core'
import { onDomAction } from '../instrument/dom.js'
import { onNavigation } from '../instrument/history.js'
import { isOwnRequest } from '../instrument/own-request.js'
import { onXhr, type XhrCall } from '../instrument/xhr.js'

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

type Source = (leave: Leave, options: BreadcrumbsOptions, client: Client) => () => void

const sources: Record<keyof BreadcrumbsOptions, Source> = {
  console: (_leave, _options, client) => consoleBreadcrumbs(client),
  dom: (leave, { dom }) => {
    const keys: string[] = [Object(dom).serializeAttribute ?? []].flat()
    return onDomAction((kind, target, event) => {
      const holder = target.closest(WITH_COMPONENT)
      const data = holder ? { 'ui.component_name': componentOf(holder) } : undefined
      const message = selectorOf(target, keys)
      leave({ category: `ui.${kind}`, message, data }, { event, name: event.type })
    })
  },
  fetch: (leave) =>
    fetchChannel.subscribe((call) => {
      const { args: input, response, error: data } = call
      leave(httpBreadcrumb('fetch', call), { input, response, data })
    }),
  xhr: (leave) => onXhr((call, hint) => leave(httpBreadcrumb('xhr', call), hint)),
  history: (leave) => onNavigation((data) => leave({ category: 'navigation', data }, {})),
  sentry: (leave, _options, client) => {
    /** When each was left, newest first. */
    let times: number[] = []
    return client.on('beforeSendEvent', (event) => {
      const now = Date.now()
      // In a burst each event would carry all before it along.
      if (now - Number(times[EVENTS - 1]) < MINUTE) return
      times = [now, ...times].slice(0, EVENTS)
      leave(eventBreadcrumb(event), { event })
    })
  },
}

/** So many events leave a breadcrumb within a minute. */
const EVENTS = 10
const MINUTE = 60_000

/** Remembers what led to an error: clicks and keys, requests, navigation, what was printed. */
export function breadcrumbsIntegration(options: BreadcrumbsOptions = {}): Integration {
  return {
    name: 'Breadcrumbs',
    setup(client) {
      const leave: Leave = (breadcrumb, hint) => {
        if (getClient() !== client || isOwnRequest(client, breadcrumb.data?.url)) return
        if (breadcrumb.type === 'http')
          client.emit('beforeOutgoingRequestBreadcrumb', breadcrumb, hint)
        addBreadcrumb(breadcrumb, hint)
      }
      const names = Object.keys(sources) as (keyof BreadcrumbsOptions)[]
      return together(
        names
          .filter((name) => options[name] !== false)
          .map((name) => sources[name](leave, options, client)),
      )
    },
  }
}

function httpBreadcrumb(category: 'fetch' | 'xhr', { method, url, status }: XhrCall): Breadcrumb {
  return {
    type: 'http',
    category,
    level: levelOf(status),
    data: { method, url, status_code: status || undefined },
  }
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
