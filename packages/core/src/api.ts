/** What programs call: one line each, and none of them throws. */
import type { Client } from './client.js'
import { early } from './early.js'
import { type EventHint, type HintOrContext, toHint } from './event/hint.js'
import { isError } from './event/inspect.js'
import type { ParameterizedString } from './event/parameterize.js'
import { placeOf } from './event/synthetic.js'
import type { EventProcessor, Integration } from './integration.js'
import type { Consent } from './options.js'
import type {
  Breadcrumb,
  BreadcrumbHint,
  Context,
  Event,
  Extras,
  Primitive,
  SeverityLevel,
  User,
} from './protocol/event.js'
import { getClient, getIsolationScope } from './scope/current.js'
import type { CaptureContext } from './scope/scope.js'
import { debug } from './support/debug.js'
import { createEventId } from './support/ids.js'
import { safely } from './support/safely.js'
import { nowInSeconds } from './support/time.js'

/** Sends an error, or any other thrown value. Returns the event's id, even when the event is dropped on its way. */
export function captureException(exception: unknown, hint?: HintOrContext): string {
  const full: EventHint = { ...toHint(hint) }
  if (!isError(exception)) full.syntheticException = placeOf(full, captureException)
  return withClient('captureException', [exception, full], (client) =>
    client.captureException(exception, full),
  )
}

/** Sends a text. Returns the event's id, even when the event is dropped on its way. */
export function captureMessage(
  message: ParameterizedString,
  context?: CaptureContext | SeverityLevel | EventHint,
): string {
  const level = typeof context === 'string' ? context : undefined
  const hint: EventHint = typeof context === 'string' ? {} : { ...toHint(context) }
  return withClient('captureMessage', [message, context], (client) => {
    if (client.getOptions().attachStacktrace)
      hint.syntheticException = placeOf(hint, captureMessage)
    return client.captureMessage(message, level, hint)
  })
}

/** Sends an event made by hand. Returns its id, even when it is dropped on its way. */
export function captureEvent(event: Event, hint?: EventHint): string {
  return withClient('captureEvent', [event, hint], (client) => client.captureEvent(event, hint))
}

/** Before there is a client the call is noted, where anybody notes. */
function withClient(what: string, args: unknown[], capture: (client: Client) => string): string {
  const client = getClient()
  if (client) return safely('capture', () => capture(client)) ?? createEventId()
  debug('Nothing is captured before init()')
  early()?.note(what, ...args)
  return createEventId()
}

/** Remembers what happened, for the events that follow. */
export function addBreadcrumb(breadcrumb: Breadcrumb, hint?: BreadcrumbHint): void {
  const client = getClient()
  if (!client) {
    early()?.note('addBreadcrumb', breadcrumb, hint)
    return
  }
  const { beforeBreadcrumb, maxBreadcrumbs } = client.getOptions()
  if (maxBreadcrumbs <= 0) return
  const stamped = { timestamp: nowInSeconds(), ...breadcrumb }
  const wanted = beforeBreadcrumb
    ? safely('beforeBreadcrumb', () => beforeBreadcrumb(stamped, hint))
    : stamped
  if (!wanted) return
  client.emit('beforeAddBreadcrumb', wanted, hint)
  getIsolationScope().addBreadcrumb(wanted, maxBreadcrumbs)
}

/** `null` forgets the user. */
export function setUser(user: User | null): void {
  getIsolationScope().setUser(user)
}

export function setTag(key: string, value: Primitive): void {
  getIsolationScope().setTag(key, value)
}

export function setTags(tags: Record<string, Primitive>): void {
  getIsolationScope().setTags(tags)
}

export function setExtra(key: string, value: unknown): void {
  getIsolationScope().setExtra(key, value)
}

export function setExtras(extras: Extras): void {
  getIsolationScope().setExtras(extras)
}

/** `null` removes the context. */
export function setContext(name: string, context: Context | null): void {
  getIsolationScope().setContext(name, context)
}

/** Shows every event that is captured in this request, page or job to `processor`. */
export function addEventProcessor(processor: EventProcessor): void {
  getIsolationScope().addEventProcessor(processor)
}

/** Installs an integration into the current client. */
export function addIntegration(integration: Integration): void {
  const client = getClient()
  if (client) client.addIntegration(integration)
  else debug(`Integration not installed, init() comes first: ${integration.name}`)
}

/** The id of the last error or message captured in this request, page or job. */
export function lastEventId(): string | undefined {
  return getIsolationScope().lastEventId()
}

/** `true` once everything captured has settled, `false` when `timeout` (ms) passed first or there is no client. */
export async function flush(timeout?: number): Promise<boolean> {
  return getClient()?.flush(timeout) ?? false
}

/** Ends capturing, takes every hook back, and waits as `flush` does. */
export async function close(timeout?: number): Promise<boolean> {
  return getClient()?.close(timeout) ?? false
}

/** Lets events go, keeps them in memory, or throws them away: see the option `consent`. */
export function setConsent(consent: Consent): void {
  getClient()?.setConsent(consent)
}

/** True after `init()`. */
export function isInitialized(): boolean {
  return getClient() !== undefined
}

/** True when the current client captures and sends. */
export function isEnabled(): boolean {
  return getClient()?.isEnabled() ?? false
}
