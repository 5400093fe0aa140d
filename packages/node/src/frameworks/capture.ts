import type { IncomingMessage } from 'node:http'
import { captureException, getIsolationScope, isEnabled, safely } from '@mayday/core'
import { asyncScopes, scopesOfRequest } from '../async-scopes.js'
import { nameRequest } from './route.js'

/** What was captured last of each request: a text that is thrown cannot be told from its equals otherwise. */
const last = new WeakMap<object, { error: unknown; id: string }>()

/**
 * Captures what a framework was thrown while it served the request, once however many of our handlers see it. Returns
 * the event's id, or nothing where nothing is captured.
 */
export function captureOf(
  request: IncomingMessage,
  error: unknown,
  mechanism: string,
  timestamp?: number,
): string | undefined {
  if (!isEnabled()) return undefined
  const known = last.get(request)
  if (known && Object.is(known.error, error)) return known.id
  return safely(mechanism, () => {
    const id = inScopesOf(request, () => captureHere(request, error, mechanism, timestamp))
    last.set(request, { error, id })
    return id
  })
}

function captureHere(
  request: IncomingMessage,
  error: unknown,
  type: string,
  timestamp?: number,
): string {
  nameRequest(getIsolationScope(), request)
  return captureException(error, {
    timestamp,
    // What has no stack of its own must not be given ours.
    syntheticException: null,
    mechanism: { type, handled: false },
  })
}

/** What the program's `shouldHandleError` says; an error is captured where that fails. */
export function isWanted(shouldHandle: () => boolean): boolean {
  return safely('shouldHandleError', shouldHandle) ?? true
}

/** Runs `fn` in the request's scopes: those in force if they are forks of them, which may know more. */
export function inScopesOf<T>(request: IncomingMessage, fn: () => T): T {
  return isInForce(request) ? fn() : asyncScopes.run(scopesOfRequest(request), fn)
}

/** Whether the scopes in force are the request's. */
export function isInForce(request: object): boolean {
  const metadata = asyncScopes.active()?.isolation.getScopeData().sdkProcessingMetadata
  return metadata?.request === request
}
