import { type Client, getClient, type Integration } from '@mayday/browser'

/**
 * What `createBrowserRouter()` and its like of React Router (from 6.4 on) and `createRouter()` of TanStack Router return,
 * as far as it is read.
 */
export interface AnyRouter {
  readonly state: { readonly matches: readonly object[] }
  /** What stands in front of all routes of React Router. */
  readonly basename?: string | undefined
}

/** Of either router. */
interface Match {
  route?: { path?: string }
  routeId?: string
}

/**
 * Names events after the route that is shown when they are captured (`/users/:id`), unless they have a name already; and
 * navigation breadcrumbs after the one that was shown until then, in `data.from_route`. A page that no route matches
 * has no name.
 *
 * The router is only ever asked, so that it does all that it does without us: to React Router 7 it makes a difference
 * who listens first. A client follows one router, the last that it was given.
 */
export function routerIntegration(router: AnyRouter): Integration {
  return { name: 'Router', setup: (client) => follow(router, client) }
}

/**
 * Makes `createBrowserRouter` and its like return routers that the page's client follows, as with `routerIntegration()`.
 * `init()` comes first.
 */
export function wrapCreateBrowserRouter<Create extends (...args: never[]) => AnyRouter>(
  create: Create,
): Create {
  const wrapped = (...args: never[]): AnyRouter => {
    const router = create(...args)
    const client = getClient()
    client?.on('close', follow(router, client))
    return router
  }
  return wrapped as Create
}

const followed: WeakMap<Client, () => void> = /* @__PURE__ */ new WeakMap()

function follow(router: AnyRouter, client: Client): () => void {
  followed.get(client)?.()
  const name = (): string | undefined => nameOf(router)
  /** Of what was captured, but is made an event of later. */
  const held = new Map<string, string | undefined>()
  const undo = [
    client.on('hold', ({ hint }) => held.set(hint.event_id, name())),
    client.on('preprocessEvent', (event) => {
      const { event_id: id = '' } = event
      const transaction = held.has(id) ? held.get(id) : name()
      held.delete(id)
      if (transaction) event.transaction ??= transaction
    }),
    client.on('beforeAddBreadcrumb', (breadcrumb) => {
      const from_route = breadcrumb.category === 'navigation' && name()
      if (from_route) breadcrumb.data = { ...breadcrumb.data, from_route }
    }),
  ]
  const stop = (): void => {
    for (const one of undo) one()
  }
  followed.set(client, stop)
  return stop
}

function nameOf({ state, basename = '' }: AnyRouter): string | undefined {
  const matches: readonly Match[] = state.matches
  const { routeId, route } = matches.at(-1) ?? {}
  if (routeId) return routeId === '__root__' ? undefined : routeId
  if (!route || isNowhere(state)) return undefined
  const template = matches.reduce((above, { route }) => joined(above, route?.path ?? ''), '')
  // What stands behind a question mark would be taken for values.
  return `${basename}/${template}`
    .replace(/\?/g, '')
    .replace(/\/+/g, '/')
    .replace(/(.)\/$/, '$1')
}

/** What begins with a slash says all that is above it, too. */
function joined(above: string, path: string): string {
  if (!path) return above
  return path.startsWith('/') ? path : `${above.replace(/\*$/, '')}/${path}`
}

/** React Router shows a route of its own choice where none matches, with an answer of its own making as the error. */
function isNowhere(state: { matches: unknown; errors?: object | null }): boolean {
  return Object.values(state.errors ?? {}).some((one) => one?.internal && one.status === 404)
}
