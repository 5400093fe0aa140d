import { startTransition, useEffect, useState } from 'react'

/** The rooms that the header leads to, by the first part of their addresses. */
export const rooms = [
  'transactions',
  'releases',
  'logs',
  'feedback',
  'check-ins',
  'delivery',
] as const

export type Room = (typeof rooms)[number]

export type Route =
  | { view: 'issues' }
  /** Without an event it is the issue's latest one. */
  | { view: 'issue'; issueId: string; eventId?: string }
  /** An event whose issue the address does not name. */
  | { view: 'event'; eventId: string }
  | { view: 'transaction'; id: string }
  | { view: Room }
  | { view: 'nowhere' }

/** What the address asks for. */
export interface Place {
  route: Route
  params: URLSearchParams
}

export const issuesHref = '/'

export function issueHref(issueId: string, eventId?: string): string {
  const issue = `/issues/${encodeURIComponent(issueId)}`
  return eventId === undefined ? issue : `${issue}/events/${encodeURIComponent(eventId)}`
}

export function transactionHref(id: string): string {
  return `/transactions/${encodeURIComponent(id)}`
}

/** A path with those parameters that have a value. */
export function hrefWith(path: string, params: Record<string, string | undefined>): string {
  const given = Object.entries(params).filter((pair): pair is [string, string] => !!pair[1])
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}

const changed = new Set<() => void>()

/** Goes to another place of the page, which a step back returns from. */
export function navigate(href: string): void {
  if (href === location.pathname + location.search) return
  history.pushState(null, '', href)
  scrollTo(0, 0)
  for (const listener of changed) listener()
}

/** Writes what is shown into the address, without a step in the history. */
export function replaceAddress(href: string): void {
  if (href === location.pathname + location.search) return
  history.replaceState(null, '', href)
  for (const listener of changed) listener()
}

/** The place that the address names, followed as it changes; what is shown stays until the next is ready. */
export function usePlace(): Place {
  const [place, setPlace] = useState(currentPlace)
  useEffect(() => {
    const follow = () => startTransition(() => setPlace(currentPlace()))
    changed.add(follow)
    addEventListener('popstate', follow)
    addEventListener('click', followLink)
    return () => {
      changed.delete(follow)
      removeEventListener('popstate', follow)
      removeEventListener('click', followLink)
    }
  }, [])
  return place
}

/** Links are plain `<a href>`; those within the page are followed without loading it again. */
function followLink(click: MouseEvent): void {
  const link = (click.target as Element | null)?.closest?.('a')
  if (!link || click.defaultPrevented || click.button !== 0) return
  if (click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return
  if (link.target || link.hasAttribute('download') || link.origin !== location.origin) return
  if (link.pathname.startsWith('/api/')) return
  click.preventDefault()
  navigate(link.pathname + link.search)
}

function currentPlace(): Place {
  // Links of earlier versions, as they stand in terminals.
  if (location.hash.startsWith('#/')) history.replaceState(null, '', location.hash.slice(1))
  return { route: routeOf(location.pathname), params: new URLSearchParams(location.search) }
}

function routeOf(path: string): Route {
  const [room = '', id, events, eventId, ...rest] = path.split('/').filter(Boolean).map(decoded)
  if (rest.length > 0) return { view: 'nowhere' }
  if (room === '' || (room === 'issues' && id === undefined)) return { view: 'issues' }
  if (room === 'issues' && id !== undefined && events === undefined) {
    return { view: 'issue', issueId: id }
  }
  if (room === 'issues' && id !== undefined && events === 'events' && eventId !== undefined) {
    return { view: 'issue', issueId: id, eventId }
  }
  if (events !== undefined) return { view: 'nowhere' }
  if (room === 'events' && id !== undefined) return { view: 'event', eventId: id }
  if (room === 'transactions' && id !== undefined) return { view: 'transaction', id }
  const known = rooms.find((name) => name === room)
  return known && id === undefined ? { view: known } : { view: 'nowhere' }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
