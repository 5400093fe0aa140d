import type { Database } from '../store/database.js'
import type { Finder } from '../symbolication/finder.js'
import { type Api, paramsOf, type Query } from './client.js'
import { findRoute, type Route } from './route.js'
import { routes } from './routes.js'

/** The API as the Inbox itself asks it, without the way over the network. */
export function apiOf(database: Database, finder: Finder): Api {
  const ask = async <Answer>(
    method: Route['method'],
    path: string,
    query: Query = {},
    body?: object,
  ): Promise<Answer | undefined> => {
    const found = findRoute(routes, path)
    const route = found.routes.find((candidate) => candidate.method === method)
    const { params } = found
    const request = { params, query: paramsOf(query), body, database, finder }
    return (await route?.answer(request)) as Answer | undefined
  }
  return {
    get: (path, query) => ask('GET', path, query),
    post: (path, body) => ask('POST', path, {}, body),
  }
}
