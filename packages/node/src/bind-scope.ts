import { getCurrentScope, getIsolationScope, patch, type Scope } from '@mayday/core'
import { asyncScopes, scopesOfRequest } from './async-scopes.js'

/**
 * Runs `callback` with the scopes of an incoming request in force and returns what it returns: for code that was
 * called back by something that other requests use too, such as a pool. The request is that of `node:http`, or a stream
 * or request of `node:http2`.
 */
export function withRequestScope<T>(request: object, callback: (isolationScope: Scope) => T): T {
  const scopes = scopesOfRequest(request)
  return asyncScopes.run(scopes, () => callback(scopes.isolation))
}

const bound = new WeakSet<object>()

/**
 * Has the listeners of `emitter` run in `scope`, whatever context it emits in, and returns it. The isolation scope is the
 * one in force at this call. For what emits elsewhere than it was made: queries, streams of a pooled connection.
 *
 * An emitter is bound once, a second call changes nothing. Event targets are bound for listeners that are added later;
 * what is neither is returned as it is.
 *
 * @param scope by default the one in force here
 */
export function bindScopeToEmitter<T extends object>(
  emitter: T,
  scope: Scope = getCurrentScope(),
): T {
  if (bound.has(emitter)) return emitter
  bound.add(emitter)
  const scopes = { isolation: getIsolationScope(), current: scope }
  const run = (fn: () => unknown): unknown => asyncScopes.run(scopes, fn)
  patch(emitter, 'emit', (original) => {
    return function (this: unknown, ...args) {
      return run(() => original.apply(this, args))
    }
  })
  if (!('emit' in emitter)) bindTarget(emitter, run)
  return emitter
}

type Listener = (this: unknown, event: never) => unknown
type Add = (name: never, listener: unknown, ...rest: never[]) => unknown

/** Targets call their listeners themselves. A listener has one stand-in, so that it is added once and can be removed. */
function bindTarget(target: object, run: (fn: () => unknown) => unknown): void {
  const standIns = new WeakMap<object, Listener>()
  function standIn(listener: unknown): unknown {
    if (typeof listener !== 'function') return listener
    const known = standIns.get(listener)
    if (known) return known
    const own: Listener = function (this: unknown, event) {
      return run(() => (listener as Listener).call(this, event))
    }
    standIns.set(listener, own)
    return own
  }
  for (const name of ['addEventListener', 'removeEventListener']) {
    patch(target, name, (original) => {
      return function (this: unknown, ...[type, listener, ...rest]: Parameters<Add>) {
        return (original as Add).call(this, type, standIn(listener), ...rest)
      }
    })
  }
}
