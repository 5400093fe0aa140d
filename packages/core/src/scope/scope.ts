import type { Client } from '../client.js'
import type { Attachment } from '../delivery/attachments.js'
import type { EventHint } from '../event/hint.js'
import type { ParameterizedString } from '../event/parameterize.js'
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
  /** Whether the head of an incoming trace records it; nothing where that is open. */
  sampled?: boolean
  /** The dynamic sampling context that came with an incoming trace; empty where none came. */
  dsc?: Record<string, string>
  /** What the events and requests of here say they are in, 16 hex digits; random where it is left out. */
  propagationSpanId?: string
}

export interface ScopeData {
  attachments: Attachment[]
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
  /** Sends a file along with every event; see `maxAttachmentSize`. */
  addAttachment(attachment: Attachment): Scope
  clearAttachments(): Scope
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
  /** Forgets what it holds for events; client, trace and event processors stay. */
  clear(): Scope
  /** A copy: changing it leaves this scope as it is. */
  clone(): Scope
  getScopeData(): ScopeData
  captureException(exception: unknown, hint?: EventHint): string
  captureMessage(message: ParameterizedString, level?: SeverityLevel, hint?: EventHint): string
  captureEvent(event: Event, hint?: EventHint): string
}

/** What is merged member by member. */
const MERGED = ['tags', 'extra', 'contexts'] as const
/** What is replaced by what says anything at all. */
const REPLACED = ['user', 'level', 'fingerprint', 'propagationContext'] as const

/** Makes a scope that holds nothing. */
export const Scope: new () => Scope = class OwnScope implements Scope {
  /** Setters replace it as a whole, so that what was read of it stays as it was. */
  private data: ScopeData = emptyData()
  private client: Client | undefined
  private lastId: string | undefined
  /** While nobody else knows the list of breadcrumbs, which then may be changed: how many of its newest count. */
  private kept = 0

  private put(part: { [Key in keyof ScopeData]?: ScopeData[Key] | undefined }): Scope {
    this.data = { ...this.data, ...part } as ScopeData
    return this
  }
  private merge(key: keyof ScopeData, part: object | undefined): Scope {
    return this.put({ [key]: { ...(this.data[key] as object), ...part } })
  }
  setUser(user: User | null): Scope {
    // Every known member is named, so that merging scopes overwrites a user that was there before.
    const nobody = {
      id: undefined,
      email: undefined,
      username: undefined,
      name: undefined,
      ip_address: undefined,
    }
    return this.put({ user: user ?? (nobody as unknown as User) })
  }
  getUser(): User | undefined {
    return this.data.user
  }
  setTag(key: string, value: Primitive): Scope {
    return this.setTags({ [key]: value })
  }
  setTags(tags: Record<string, Primitive>): Scope {
    return this.merge('tags', tags)
  }
  setExtra(key: string, value: unknown): Scope {
    return this.setExtras({ [key]: value })
  }
  setExtras(extras: Extras): Scope {
    return this.merge('extra', extras)
  }
  setContext(name: string, context: Context | null): Scope {
    return this.merge('contexts', { [name]: context })
  }
  setLevel(level: SeverityLevel): Scope {
    return this.put({ level })
  }
  setFingerprint(fingerprint: string[]): Scope {
    return this.put({ fingerprint })
  }
  setTransactionName(transactionName?: string): Scope {
    return this.put({ transactionName })
  }
  addBreadcrumb(breadcrumb: Breadcrumb, maxBreadcrumbs = 100): Scope {
    if (maxBreadcrumbs <= 0) return this
    const { breadcrumbs } = this.data
    // To move all of them for each one takes longer than to make it.
    if (this.kept !== maxBreadcrumbs || breadcrumbs.length >= 2 * maxBreadcrumbs) {
      const kept = Math.min(this.kept || maxBreadcrumbs, maxBreadcrumbs)
      this.put({ breadcrumbs: breadcrumbs.slice(-kept) })
      this.kept = maxBreadcrumbs
    }
    this.data.breadcrumbs.push(
      breadcrumb.timestamp ? breadcrumb : { timestamp: nowInSeconds(), ...breadcrumb },
    )
    return this
  }
  getLastBreadcrumb(): Breadcrumb | undefined {
    return this.data.breadcrumbs.at(-1)
  }
  clearBreadcrumbs(): Scope {
    return this.put({ breadcrumbs: [] })
  }
  addAttachment(attachment: Attachment): Scope {
    return this.put({ attachments: [...this.data.attachments, attachment] })
  }
  clearAttachments(): Scope {
    return this.put({ attachments: [] })
  }
  addEventProcessor(processor: EventProcessor): Scope {
    return this.put({ eventProcessors: [...this.data.eventProcessors, processor] })
  }
  setSDKProcessingMetadata(data: ScopeData['sdkProcessingMetadata']): Scope {
    return this.merge('sdkProcessingMetadata', data)
  }
  setPropagationContext(propagationContext: PropagationContext): Scope {
    return this.put({ propagationContext })
  }
  getPropagationContext(): PropagationContext {
    // Copies bring the trace of their original, so most scopes never need one of their own.
    this.data.propagationContext ??= newTrace()
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
    const part: Partial<ScopeContext> = isScope(given) ? given.getScopeData() : (given ?? {})
    for (const key of MERGED) this.merge(key, part[key])
    for (const key of REPLACED) {
      if (Object.keys(part[key] ?? {}).length > 0) this.put({ [key]: part[key] })
    }
    return this
  }
  clear(): Scope {
    // A processor may be there to keep secrets in.
    const { propagationContext, eventProcessors, sdkProcessingMetadata } = this.data
    this.data = { ...emptyData(propagationContext), eventProcessors, sdkProcessingMetadata }
    return this
  }
  clone(): Scope {
    const copy = new OwnScope()
    copy.data = this.getScopeData()
    copy.client = this.client
    copy.lastId = this.lastId
    return copy
  }
  getScopeData(): ScopeData {
    if (this.kept) this.put({ breadcrumbs: this.data.breadcrumbs.slice(-this.kept) })
    this.kept = 0
    this.getPropagationContext()
    return this.data
  }
  captureException(exception: unknown, hint?: EventHint): string {
    return this.client?.captureException(exception, hint, this) ?? createEventId()
  }
  captureMessage(message: ParameterizedString, level?: SeverityLevel, hint?: EventHint): string {
    return this.client?.captureMessage(message, level, hint, this) ?? createEventId()
  }
  captureEvent(event: Event, hint?: EventHint): string {
    return this.client?.captureEvent(event, hint, this) ?? createEventId()
  }
}

/** A trace that begins here. */
export function newTrace(): PropagationContext {
  return { traceId: createEventId(), sampleRand: Math.random() }
}

/** True for scopes of any copy of this package. */
export function isScope(value: unknown): value is Scope {
  return typeof (value as Scope | undefined)?.getScopeData === 'function'
}

function emptyData(propagationContext?: PropagationContext): ScopeData {
  return {
    attachments: [],
    breadcrumbs: [],
    contexts: {},
    eventProcessors: [],
    extra: {},
    fingerprint: [],
    propagationContext: propagationContext as PropagationContext,
    sdkProcessingMetadata: {},
    tags: {},
    user: {},
  }
}
