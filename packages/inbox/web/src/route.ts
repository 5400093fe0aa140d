import { useSyncExternalStore } from 'react'

export type Route =
  | { page: 'issues' }
  /** Without an event it is the issue's latest one. */
  | { page: 'issue'; issueId: string; eventId?: string }

export const issuesHref = '#/'

export function issueHref(issueId: string, eventId?: string): string {
  return eventId === undefined ? `#/issues/${issueId}` : `#/issues/${issueId}/events/${eventId}`
}

/** The page that the address asks for, followed as it changes. */
export function useRoute(): Route {
  return parse(useSyncExternalStore(subscribe, () => location.hash))
}

function parse(hash: string): Route {
  const [, issueId, eventId] = /^#\/issues\/(\w+)(?:\/events\/(\w+))?$/.exec(hash) ?? []
  if (issueId === undefined) return { page: 'issues' }
  return { page: 'issue', issueId, ...(eventId !== undefined && { eventId }) }
}

function subscribe(onChange: () => void): () => void {
  addEventListener('hashchange', onChange)
  return () => removeEventListener('hashchange', onChange)
}
