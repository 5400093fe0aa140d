import type { Event } from '../protocol/event.js'
import type { Scope, ScopeData } from './scope.js'

/**
 * Puts the data of the scopes on the event, from the widest scope to the narrowest; the event's own data wins over
 * all of them, except that a scope's level and transaction name replace the event's.
 */
export function applyScopes(event: Event, scopes: readonly Scope[], maxBreadcrumbs: number): void {
  const data = scopes.map((scope) => scope.getScopeData())
  const merged = <K extends 'tags' | 'extra' | 'contexts' | 'user'>(key: K): object =>
    Object.assign({}, ...data.map((one) => one[key]), event[key])

  event.tags = merged('tags') as NonNullable<Event['tags']>
  event.extra = merged('extra') as NonNullable<Event['extra']>
  event.user = merged('user') as NonNullable<Event['user']>
  event.contexts = withoutRemoved(merged('contexts') as NonNullable<Event['contexts']>)

  event.breadcrumbs = data
    .flatMap((one) => one.breadcrumbs)
    .concat(event.breadcrumbs ?? [])
    .slice(-maxBreadcrumbs || Number.MAX_SAFE_INTEGER)
  event.fingerprint = [...(event.fingerprint ?? []), ...data.flatMap((one) => one.fingerprint)]

  const level = last(data, 'level')
  if (level) event.level = level
  const transaction = last(data, 'transactionName')
  if (transaction) event.transaction = transaction
}

function withoutRemoved(contexts: NonNullable<Event['contexts']>): NonNullable<Event['contexts']> {
  return Object.fromEntries(Object.entries(contexts).filter(([, context]) => context))
}

function last<K extends keyof ScopeData>(data: ScopeData[], key: K): ScopeData[K] | undefined {
  return data
    .map((one) => one[key])
    .filter((value) => value !== undefined)
    .at(-1)
}
