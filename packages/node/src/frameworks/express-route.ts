import type { IncomingMessage } from 'node:http'
import { addressOf } from '../request-address.js'

export interface ExpressRequest extends IncomingMessage {
  app?: object
  baseUrl?: string
  route?: { path?: unknown }
}

/** An app, as far as it leads to its routes. In version 4, `router` throws. */
interface ExpressApp {
  _router?: { stack?: Layer[] }
  router?: { stack?: Layer[] }
  parent?: ExpressApp
  mountpath?: unknown
}

/** What routers keep of each call of `use()` and of each route. */
interface Layer {
  route?: unknown
  handle?: { name?: string; stack?: Layer[] } & ExpressApp
  /** Where it was mounted. */
  rawPath?: unknown
  match?(path: string): boolean | { path: string; pattern?: unknown }
  path?: string | undefined
  params?: Record<string, unknown> | undefined
  /** In version 4. */
  regexp?: RegExp
  keys?: { name: string | number }[]
}

/** Part of a path that routers have matched, as the program wrote it, and what is left to be matched. */
interface Matched {
  readonly pattern: string
  readonly rest: string
}

/**
 * `/api/users/:id`, as the program wrote it. Routers have taken the path that they are mounted at back when errors are
 * handled, so the way to the route is looked for in the routers of `root` and of the apps that have the request.
 */
export function expressRoute(request: ExpressRequest, root?: object): string | undefined {
  const { route } = request
  const own = textOf(route?.path)
  if (!route || own === undefined) return undefined
  const { path } = addressOf(request)
  const opaque: Matched[] = []
  for (const app of [root as ExpressApp, ...appsOf(request)]) {
    const mount = app && mountOf(app, path)
    const found = mount && search(stackOf(app), route, mount, opaque)
    if (found) return joined(found.pattern, textOf(patternAt(found, route)) ?? own)
  }
  return joined(guess(request, own, opaque), own)
}

/** Where in the routers the route is. */
interface Found extends Matched {
  readonly layer: Layer
}

function search(
  stack: Layer[] | undefined,
  route: unknown,
  { pattern, rest }: Matched,
  opaque: Matched[],
  depth = 0,
): Found | undefined {
  for (const layer of depth < 20 ? (stack ?? []) : []) {
    if (layer.route === route) return { pattern, rest, layer }
    const inner = layer.handle && stackOf(layer.handle)
    const isOpaque = layer.handle?.name === 'mounted_app'
    const match = inner || isOpaque ? matchOf(layer, rest) : undefined
    if (!match) continue
    const within = { pattern: joined(pattern, match.pattern), rest: match.rest }
    if (isOpaque) opaque.push(within)
    const found = search(inner, route, within, opaque, depth + 1)
    if (found) return found
  }
  return undefined
}

/** The layers of a router, or of an app. */
function stackOf(handle: NonNullable<Layer['handle']>): Layer[] | undefined {
  const stack = handle.stack ?? handle._router?.stack
  if (Array.isArray(stack)) return stack
  // Version 4 has no routes here, and would say that the property is gone.
  const inner = 'lazyrouter' in handle ? undefined : handle.router?.stack
  return Array.isArray(inner) ? inner : undefined
}

/** The apps that have the request, outermost first. */
function appsOf({ app }: ExpressRequest): ExpressApp[] {
  const apps: ExpressApp[] = []
  for (let one = app as ExpressApp | undefined; one && !apps.includes(one); one = one.parent) {
    apps.unshift(one)
  }
  return apps
}

/** Where an app is mounted; nothing where that cannot be told. */
function mountOf(app: ExpressApp, path: string): Matched | undefined {
  if (!app.parent) return { pattern: '', rest: path }
  const outer = mountOf(app.parent, path)
  const { mountpath } = app
  if (!outer || typeof mountpath !== 'string' || !isPlain(mountpath)) return undefined
  const rest = segments(outer.rest).slice(segments(mountpath).length)
  return { pattern: joined(outer.pattern, mountpath), rest: `/${rest.join('/')}` }
}

function matchOf(layer: Layer, path: string): Matched | undefined {
  const match = layer.match?.(path)
  if (!match) return undefined
  const matched = (match === true ? layer.path : match.path) ?? ''
  const written = match === true ? undefined : (match.pattern ?? layer.rawPath)
  return {
    pattern: textOf(written) ?? templateOf(layer, path, matched),
    rest: `/${path.slice(matched.length).replace(/^\//, '')}`,
  }
}

/** What the path may have been written as, for routers that have only kept an expression of it. */
function templateOf({ regexp, keys = [], params }: Layer, path: string, matched: string): string {
  if (!regexp || keys.length === 0) return withNames(matched, params)
  const { indices = [] } = new RegExp(regexp.source, `${regexp.flags}d`).exec(path) ?? {}
  return keys
    .map(({ name }, index) => ({ name, range: indices[index + 1] }))
    .reduceRight(
      (text, { name, range }) =>
        range ? `${text.slice(0, range[0])}${named(name)}${text.slice(range[1])}` : text,
      matched,
    )
}

function withNames(matched: string, params: Record<string, unknown> = {}): string {
  return Object.entries(params).reduce(
    (text, [name, value]) => text.replace(`/${value}`, () => `/${named(name)}`),
    matched,
  )
}

/** Wildcards have numbers for names. */
function named(name: string | number): string {
  return /^\d+$/.test(String(name)) ? '*' : `:${name}`
}

/** Which of a route's several patterns fits. */
function patternAt({ layer, rest }: Found, route: { path?: unknown }): unknown {
  if (!Array.isArray(route.path)) return route.path
  const match = layer.match?.(rest)
  return typeof match === 'object' ? match.pattern : undefined
}

/** Within an app that has returned the request, the address has to tell what stood before the route. */
function guess(request: ExpressRequest, own: string, [within]: Matched[]): string {
  const { pattern, rest } = within ?? { pattern: '', rest: addressOf(request).path }
  const before = segments(rest).length - segments(own).length
  if (!isPlain(own) || before < 0) return within ? pattern : (request.baseUrl ?? '')
  return [pattern, ...segments(rest).slice(0, before)].join('/')
}

function isPlain(pattern: string): boolean {
  return /^[^*?+(){}[\]\\^$|]*$/.test(pattern)
}

function textOf(pattern: unknown): string | undefined {
  if (Array.isArray(pattern)) return pattern.map(String).join(',')
  return typeof pattern === 'string' || pattern instanceof RegExp ? String(pattern) : undefined
}

function joined(mount: string, pattern: string): string {
  const start = mount.replace(/\/$/, '')
  return pattern === '/' || pattern === '' ? start || '/' : `${start}${pattern}`
}

function segments(path: string): string[] {
  return path.split('/').filter(Boolean)
}
