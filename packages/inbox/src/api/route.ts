import type { Database } from '../store/database.js'
import type { Finder } from '../symbolication/finder.js'

/** A request to the JSON API, taken apart. */
export interface ApiRequest {
  /** The parts of the path that the route has names for. */
  params: Record<string, string>
  query: URLSearchParams
  /** The JSON that a `POST` or `PUT` brought. */
  body: unknown
  database: Database
  /** Finds source maps. */
  finder: Finder
}

/** An address of the JSON API. */
export interface Route {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below `/api/0`, such as `/issues/:id`. */
  path: string
  /** What is answered as JSON; `undefined` stands for 404. Refuses by throwing a `Refusal`. */
  answer(request: ApiRequest): Promise<unknown>
}

/** The route that an address leads to, with the parts that it has names for. */
export function findRoute<R extends { path: string }>(
  routes: readonly R[],
  path: string,
): { routes: R[]; params: Record<string, string> } {
  for (const route of routes) {
    const params = match(route.path, path)
    if (params) return { routes: routes.filter((other) => other.path === route.path), params }
  }
  return { routes: [], params: {} }
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/')
  const given = path.replace(/\/$/, '').split('/')
  if (wanted.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ''
    if (!part.startsWith(':')) {
      if (part !== value) return undefined
    } else if (value === '' || !isDecodable(value)) return undefined
    else params[part.slice(1)] = decodeURIComponent(value)
  }
  return params
}

function isDecodable(part: string): boolean {
  try {
    return decodeURIComponent(part) !== ''
  } catch {
    return false
  }
}
