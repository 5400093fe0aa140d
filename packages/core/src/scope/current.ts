/** Which scopes are in force where a call is made. */
import type { Client } from '../client.js'
import { newTrace, Scope } from './scope.js'

/** The two scopes that change from place to place; the third, the global one, is the same everywhere. */
export interface ActiveScopes {
  isolation: Scope
  current: Scope
}

/** How a platform keeps scopes apart: a plain stack in browsers, asynchronous context in Node. */
export interface ContextManager {
  /** The scopes of the innermost `run` that is going on, if any. */
  active(): ActiveScopes | undefined
  /** Runs `fn` with `scopes` in force, and returns what it returns. */
  run<T>(scopes: ActiveScopes, fn: () => T): T
}

interface Slot {
  global: Scope
  /** In force outside of every `run`. */
  outermost: ActiveScopes
  manager: ContextManager
  annotations: Annotations
  /** The clients that have claimed scripts of their own. */
  owners: Set<Client>
}

/** What was attached to thrown values; see `annotate()`. */
interface Annotations {
  ofObjects: WeakMap<object, Record<string, unknown>>
  ofLast?: { thrown: unknown; data: Record<string, unknown> }
}

const SLOT = Symbol.for('mayday')

/** One per process, shared by every copy of this package, and made on first use. */
function slot(): Slot {
  const holder = globalThis as unknown as Record<symbol, Slot | undefined>
  holder[SLOT] ??= {
    global: new Scope(),
    outermost: { isolation: new Scope(), current: new Scope() },
    manager: createStackManager(),
    annotations: { ofObjects: new WeakMap() },
    owners: new Set(),
  }
  return holder[SLOT]
}

function createStackManager(): ContextManager {
  let innermost: ActiveScopes | undefined
  return {
    active: () => innermost,
    run(scopes, fn) {
      const outer = innermost
      innermost = scopes
      try {
        return fn()
      } finally {
        innermost = outer
      }
    },
  }
}

/** Lets a platform say how scopes follow the program's control flow. */
export function setContextManager(manager: ContextManager): void {
  slot().manager = manager
}

export function owners(): Set<Client> {
  return slot().owners
}

export function annotations(): Annotations {
  return slot().annotations
}

function activeScopes(): ActiveScopes {
  const { manager, outermost } = slot()
  return manager.active() ?? outermost
}

/** The scope of the whole process: its data is on every event. */
export function getGlobalScope(): Scope {
  return slot().global
}

/** The scope of the present request, page or job: `setTag()` and the other top-level setters write to it. */
export function getIsolationScope(): Scope {
  return activeScopes().isolation
}

/** The innermost scope, forked by `withScope()`. */
export function getCurrentScope(): Scope {
  return activeScopes().current
}

/** The client that captures here; `undefined` before `init()`. */
export function getClient<C extends Client = Client>(): C | undefined {
  return getCurrentScope().getClient() as C | undefined
}

/** Makes `client` the one that captures here, and everywhere that no other client was chosen for. */
export function setCurrentClient(client: Client): void {
  getCurrentScope().setClient(client)
}

/**
 * Runs `callback` with a fork of the current scope and returns what it returns.
 *
 * In browsers the fork is in force until the callback returns; what an asynchronous callback does after its first
 * `await` sees the outer scope again. In Node it follows the callback through every `await`.
 */
export function withScope<T>(callback: (scope: Scope) => T): T
export function withScope<T>(scope: Scope | undefined, callback: (scope: Scope) => T): T
export function withScope<T>(
  ...args: [(scope: Scope) => T] | [Scope | undefined, (scope: Scope) => T]
): T {
  const callback = (args.length === 1 ? args[0] : args[1]) as (scope: Scope) => T
  const { isolation, current } = activeScopes()
  const scope = (args.length === 1 ? undefined : args[0]) ?? current.clone()
  return slot().manager.run({ isolation, current: scope }, () => callback(scope))
}

/**
 * Runs `callback` with a scope of its own for top-level setters and breadcrumbs: one request, one job. What is no part
 * of another one gets a trace of its own, too.
 */
export function withIsolationScope<T>(callback: (isolationScope: Scope) => T): T
export function withIsolationScope<T>(
  isolationScope: Scope | undefined,
  callback: (isolationScope: Scope) => T,
): T
export function withIsolationScope<T>(
  ...args: [(scope: Scope) => T] | [Scope | undefined, (scope: Scope) => T]
): T {
  const callback = (args.length === 1 ? args[0] : args[1]) as (scope: Scope) => T
  const scopes = forkIsolation(args.length === 1 ? undefined : args[0])
  return slot().manager.run(scopes, () => callback(scopes.isolation))
}

/** A fork of both scopes in force here, for platforms that enter it themselves. */
export function forkIsolation(isolation?: Scope): ActiveScopes {
  const active = activeScopes()
  const current = active.current.clone()
  const context = current.getPropagationContext()
  // A request or job that is no part of another, nor of an incoming trace, begins a trace of its own.
  const isProcess = context === slot().outermost.current.getPropagationContext()
  if (isProcess && !context.parentSpanId) current.setPropagationContext(newTrace())
  return { isolation: isolation ?? active.isolation.clone(), current }
}
