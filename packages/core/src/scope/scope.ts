import type { Client } from '../client.js'
import type { EventHint } from '../event/hint.js'
import type { EventProcessor } from '../integration.js'
import type {
  Breadcrumb,
  Context,
  Contexts,
  Event,
  Extras,
  Primitive,
  Request,
  SeverityLevel,
  User,
} from '../protocol/event.js'
import { createEventId } from '../support/ids.js'
import { nowInSeconds } from '../support/time.js'

/** What ties events of one page, request or job together across services. */
export interface PropagationContext {
  /** 32 hex digits. */
  traceId: string
  /** In [0, 1); made once per trace. */
  sampleRand: number
  /** The span that the incoming trace was in, 16 hex digits. */
  parentSpanId?: string
  /** The dynamic sampling context that came with an incoming trace. */
  dsc?: Record<string, string>
}

export interface ScopeData {
  breadcrumbs: Breadcrumb[]
  contexts: Contexts
  eventProcessors: EventProcessor[]
  extra: Extras
  fingerprint: string[]
  level?: SeverityLevel
  propagationContext: PropagationContext
  /** For integrations; never sent as it is. */
  sdkProcessingMetadata: { normalizedRequest?: Request; [key: string]: unknown }
  tags: Record<string, Primitive>
  transactionName?: string
  user: User
}

/** What a capture call may say about its one event. */
export interface ScopeContext {
  user?: User
  level?: SeverityLevel
  extra?: Extras
  contexts?: Contexts
  tags?: Record<string, Primitive>
  fingerprint?: string[]
  propagationContext?: PropagationContext
}

/** A scope, part of one, or a function that is given the scope of the call and returns either. */
export type CaptureContext =
  | Scope
  | Partial<ScopeContext>
  | ((scope: Scope) => Scope | Partial<ScopeContext>)

/** Data that is put on the events captured while the scope is in force. Setters return the scope itself. */
export interface Scope {
  setUser(user: User | null): Scope
  getUser(): User | undefined
  setTag(key: string, value: Primitive): Scope
  setTags(tags: Record<string, Primitive>): Scope
  setExtra(key: string, value: unknown): Scope
  setExtras(extras: Extras): Scope
  /** `null` removes the context. */
  setContext(name: string, context: Context | null): Scope
  setLevel(level: SeverityLevel): Scope
  /** `{{ default }}` stands for the receiver's own grouping. */
  setFingerprint(fingerprint: string[]): Scope
  setTransactionName(name?: string): Scope
  /** Keeps the newest `maxBreadcrumbs`; adds the time where it is missing. @default 100 */
  addBreadcrumb(breadcrumb: Breadcrumb, maxBreadcrumbs?: number): Scope
  getLastBreadcrumb(): Breadcrumb | undefined
  clearBreadcrumbs(): Scope
  addEventProcessor(processor: EventProcessor): Scope
  setSDKProcessingMetadata(data: ScopeData['sdkProcessingMetadata']): Scope
  setPropagationContext(context: PropagationContext): Scope
  getPropagationContext(): PropagationContext
  setClient(client: Client | undefined): void
  getClient(): Client | undefined
  setLastEventId(id: string | undefined): void
  lastEventId(): string | undefined
  /** Merges a scope or part of one into this scope. */
  update(context?: CaptureContext): Scope
  /** Forgets everything but the client and the trace. */
  clear(): Scope
  /** A copy: changing it leaves this scope as it is. */
  clone(): Scope
  getScopeData(): ScopeData
  captureException(exception: unknown, hint?: EventHint): string
  captureMessage(message: string, level?: SeverityLevel, hint?: EventHint): string
  captureEvent(event: Event, hint?: EventHint): string
}

/** Makes a scope that holds nothing. */
export const Scope: new () => Scope = class implements Scope {
  private data: ScopeData = emptyData(createPropagationContext())
  private client: Client | undefined
  private lastId: string | undefined

  setUser(user: User | null): Scope {
    // Every known member is named, so that merging scopes overwrites a user that was there before.
    this.data.user = user ?? {
      id: undefined as never,
      email: undefined as never,
      username: undefined as never,
      name: undefined as never,
      ip_address: undefined as never,
    }
    return this
  }
  getUser(): User | undefined {
    return this.data.user
  }
  setTag(key: string, value: Primitive): Scope {
    return this.setTags({ [key]: value })
  }
  setTags(tags: Record<string, Primitive>): Scope {
    this.data.tags = { ...this.data.tags, ...tags }
    return this
  }
  setExtra(key: string, value: unknown): Scope {
    return this.setExtras({ [key]: value })
  }
  setExtras(extras: Extras): Scope {
    this.data.extra = { ...this.data.extra, ...extras }
    return this
  }
  setContext(name: string, context: Context | null): Scope {
    this.data.contexts = { ...this.data.contexts, [name]: context }
    return this
  }
  setLevel(level: SeverityLevel): Scope {
    this.data.level = level
    return this
  }
  setFingerprint(fingerprint: string[]): Scope {
    this.data.fingerprint = fingerprint
    return this
  }
  setTransactionName(name?: string): Scope {
    if (name === undefined) delete this.data.transactionName
    else this.data.transactionName = name
    return this
  }
  addBreadcrumb(breadcrumb: Breadcrumb, maxBreadcrumbs = 100): Scope {
    if (maxBreadcrumbs <= 0) return this
    this.data.breadcrumbs.push({ timestamp: nowInSeconds(), ...breadcrumb })
    if (this.data.breadcrumbs.length > maxBreadcrumbs) {
      this.data.breadcrumbs = this.data.breadcrumbs.slice(-maxBreadcrumbs)
    }
    return this
  }
  getLastBreadcrumb(): Breadcrumb | undefined {
    return this.data.breadcrumbs.at(-1)
  }
  clearBreadcrumbs(): Scope {
    this.data.breadcrumbs = []
    return this
  }
  addEventProcessor(processor: EventProcessor): Scope {
    this.data.eventProcessors.push(processor)
    return this
  }
  setSDKProcessingMetadata(data: ScopeData['sdkProcessingMetadata']): Scope {
    this.data.sdkProcessingMetadata = { ...this.data.sdkProcessingMetadata, ...data }
    return this
  }
  setPropagationContext(context: PropagationContext): Scope {
    this.data.propagationContext = context
    return this
  }
  getPropagationContext(): PropagationContext {
    return this.data.propagationContext
  }
  setClient(client: Client | undefined): void {
    this.client = client
  }
  getClient(): Client | undefined {
    return this.client
  }
  setLastEventId(id: string | undefined): void {
    this.lastId = id
  }
  lastEventId(): string | undefined {
    return this.lastId
  }
  update(context?: CaptureContext): Scope {
    const given = typeof context === 'function' ? context(this) : context
    if (!given || (given as unknown) === this) return this
    const part: Partial<ScopeContext> = isScope(given) ? given.getScopeData() : given
    this.setTags(part.tags ?? {}).setExtras(part.extra ?? {})
    this.data.contexts = { ...this.data.contexts, ...part.contexts }
    if (part.user && Object.keys(part.user).length > 0) this.data.user = part.user
    if (part.level) this.data.level = part.level
    if (part.fingerprint?.length) this.data.fingerprint = part.fingerprint
    if (part.propagationContext) this.data.propagationContext = part.propagationContext
    return this
  }
  clear(): Scope {
    this.data = emptyData(this.data.propagationContext)
    return this
  }
  clone(): Scope {
    const copy = new Scope()
    const { breadcrumbs, eventProcessors, ...rest } = this.data
    Object.assign(copy.getScopeData(), rest, {
      breadcrumbs: [...breadcrumbs],
      eventProcessors: [...eventProcessors],
    })
    copy.setClient(this.client)
    copy.setLastEventId(this.lastId)
    return copy
  }
  /** The scope's own data, not a copy: setters replace its members, so that a copy taken of them stays as it was. */
  getScopeData(): ScopeData {
    return this.data
  }
  captureException(exception: unknown, hint?: EventHint): string {
    return this.client?.captureException(exception, hint, this) ?? createEventId()
  }
  captureMessage(message: string, level?: SeverityLevel, hint?: EventHint): string {
    return this.client?.captureMessage(message, level, hint, this) ?? createEventId()
  }
  captureEvent(event: Event, hint?: EventHint): string {
    return this.client?.captureEvent(event, hint, this) ?? createEventId()
  }
}

/** True for scopes of any copy of this package. */
export function isScope(value: unknown): value is Scope {
  return typeof (value as Scope | undefined)?.getScopeData === 'function'
}

export function createPropagationContext(): PropagationContext {
  return { traceId: createEventId(), sampleRand: Math.random() }
}

function emptyData(propagationContext: PropagationContext): ScopeData {
  return {
    breadcrumbs: [],
    contexts: {},
    eventProcessors: [],
    extra: {},
    fingerprint: [],
    propagationContext,
    sdkProcessingMetadata: {},
    tags: {},
    user: {},
  }
}
