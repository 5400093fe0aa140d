import type { IncomingMessage } from 'node:http'
import { type Event, type Scope, safely } from '@mayday/core'
import { addressOf } from '../request-address.js'
import { type ExpressRequest, expressRoute } from './express-route.js'

type FindRoute = () => unknown

const finders = new WeakMap<object, FindRoute>()

/** Lets events of this request ask, when there are any, for the route that serves it, as the program wrote it. */
export function noteRoute(request: object, find: FindRoute): void {
  finders.set(request, find)
}

/** `/users/:id`; `undefined` while no route serves the request. */
function routeOf(request: IncomingMessage): string | undefined {
  const find = finders.get(request) ?? (() => expressRoute(request as ExpressRequest))
  const route = safely('route', find)
  return typeof route === 'string' || route instanceof RegExp ? String(route) : undefined
}

/** Names the request after its route, unless the program has given it a name of its own. */
export function nameRequest(isolation: Scope, request: IncomingMessage): void {
  const name = routeName(isolation.getScopeData().transactionName, request)
  if (name) isolation.setTransactionName(name)
}

/** The same for an event that is captured by hand: its route may have been found since the request began. */
export function nameEvent(event: Event, request: IncomingMessage): Pick<Event, 'transaction'> {
  const transaction = routeName(event.transaction, request)
  return transaction ? { transaction } : {}
}

function routeName(present: string | undefined, request: IncomingMessage): string | undefined {
  if (present && present !== `${request.method} ${addressOf(request).path}`) return undefined
  const route = routeOf(request)
  return route ? `${request.method} ${route}` : undefined
}
