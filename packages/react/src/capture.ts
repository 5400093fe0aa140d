import {
  type Client,
  captureException,
  type EventHint,
  getClient,
  Scope,
  safely,
  withScope,
} from '@mayday/browser'
import * as React from 'react'
import { componentIn, withDigest, withStacks } from './stacks.js'

/** What React tells about an error besides the error. */
export interface ReactErrorInfo {
  /** The components that the error passed through, innermost first, as lines of a stack. */
  componentStack?: string | null | undefined
  /** The components that created those, as `captureOwnerStack()` of React's development builds tells them. */
  ownerStack?: string | null | undefined
}

/**
 * Sends an error that React has caught, with the components it passed through as a linked exception of its own, and
 * the innermost of them and the error's `digest` as tags. Returns the event's id.
 */
export function captureReactException(
  error: unknown,
  info: ReactErrorInfo = {},
  hint?: EventHint,
): string {
  return captureWith(undefined, error, info, hint)
}

/** What was captured last in the present task, and as which event. */
let last: { what: string | null | undefined; eventId: string } | undefined

/** @param client the one to capture; by default that of the current scope */
export function captureWith(
  client: Client | undefined,
  error: unknown,
  info: ReactErrorInfo,
  hint?: EventHint,
): string {
  const { componentStack } = info
  const what = componentStack && safely('message', () => String(error) + componentStack)
  // StrictMode has effects fail twice in a row, with errors of their own.
  if (what && last?.what === what) return last.eventId
  const eventId = send(client, error, info, hint)
  last = { what, eventId }
  queueMicrotask(() => {
    last = undefined
  })
  return eventId
}

function send(
  client: Client | undefined,
  error: unknown,
  info: ReactErrorInfo,
  hint?: EventHint,
): string {
  return withScope((current) => {
    // A client with a scope of its own has nothing to do with what the page's scopes hold.
    const scope = client && client.getScope() !== current ? new Scope() : current
    const reader = client ?? getClient()
    scope.setContext('react', { version: React.version })
    const component = componentIn(info)
    if (component) scope.setTag('react.component', component)
    // What reads stacks may be loaded by then, and not yet now.
    scope.addEventProcessor((event) =>
      withDigest(withStacks(event, info, reader?.getStackParser())),
    )
    // What has no stack of its own must not be given ours.
    const full = { syntheticException: null, ...hint }
    return client ? client.captureException(error, full, scope) : captureException(error, full)
  })
}
