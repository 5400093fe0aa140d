/** Sessions tell a receiver how many visits there are, and how many of them meet an error. */
import type { Client } from '../client.js'
import type { Event, User } from '../protocol/event.js'
import type { SerializedSession, SessionStatus } from '../protocol/session.js'
import { debug } from '../support/debug.js'
import { createEventId } from '../support/ids.js'
import { runtime } from '../support/runtime.js'
import { nowInSeconds } from '../support/time.js'
import { getClient, getCurrentScope, getGlobalScope, getIsolationScope } from './current.js'

export interface Session {
  /** 32 lower-case hex digits. */
  sid: string
  /** Who it is about; by default the id of the user, the e-mail address or the name. */
  did?: string | number | undefined
  /** True until it was sent for the first time. */
  init: boolean
  /** Seconds since 1970, as `started`. */
  timestamp: number
  started: number
  /** Seconds; since it started, unless `ignoreDuration` is set. */
  duration?: number | undefined
  status: SessionStatus
  /** By default that of `init()`, as the environment is. */
  release?: string | undefined
  environment?: string | undefined
  userAgent?: string | undefined
  ipAddress?: string | undefined
  errors: number
  user?: User | null | undefined
  ignoreDuration: boolean
  abnormal_mechanism?: string | undefined
  /** What is sent of it. */
  toJSON(): SerializedSession
}

export type SessionContext = Partial<Session>

interface Followed {
  session: Session | undefined
  /** Its last word has been sent. */
  isOver: boolean
}

const followed = /* @__PURE__ */ new WeakMap<Client, Followed>()

/**
 * Starts a session of the current client, in place of the one before, which ends well unless it crashed. It is sent with
 * the first error, or by `captureSession()`.
 */
export function startSession(context?: SessionContext): Session {
  const client = getClient()
  return client ? beginSession(client, context) : makeSession(context)
}

/** Ends the current client's session and sends how it ended. */
export function endSession(): void {
  const client = getClient()
  if (client) closeSession(client)
}

/** Sends the current client's session as it is now; with `end`, after ending it. */
export function captureSession(end = false): void {
  const client = getClient()
  if (!client) return
  if (end) closeSession(client)
  else sendSession(client)
}

/** The same as `startSession()`, for a client that may not be the current one. */
export function beginSession(client: Client, context?: SessionContext): Session {
  closeSession(client)
  const session = makeSession(context)
  const state = followed.get(client)
  if (state) Object.assign(state, { session, isOver: false })
  else follow(client, session)
  return session
}

function follow(client: Client, session: Session): void {
  followed.set(client, { session, isOver: false })
  const update = (event: Event): void => updateBy(event, client)
  client.on('beforeSendEvent', update)
  // It happened, whether or not it is told.
  client.on('sampledOut', update)
}

function makeSession(context: SessionContext = {}): Session {
  const now = nowInSeconds()
  const session: Session = {
    sid: createEventId(),
    init: true,
    timestamp: now,
    started: now,
    status: 'ok',
    errors: 0,
    ignoreDuration: false,
    userAgent: userAgent(),
    ...context,
    toJSON: () => serialized(session),
  }
  return session
}

/** That of a browser: runtimes of servers have one, too, which says nothing of a visitor. */
function userAgent(): string | undefined {
  const { userAgent } = runtime.navigator ?? {}
  return userAgent?.startsWith('Mozilla/') ? userAgent : undefined
}

/** The first error of a session is told, and its crash; after that it is over. */
function updateBy({ level, exception }: Event, client: Client): void {
  const { session } = followed.get(client) ?? {}
  const exceptions = exception?.values ?? []
  // The stack of a message stands as an exception that has no type.
  const isError = exceptions.some(({ type }) => type)
  const isCrash =
    exceptions.length > 0
      ? exceptions.some(({ mechanism }) => mechanism?.handled === false)
      : level === 'fatal'
  if (session?.status !== 'ok' || !(isCrash || (isError && session.errors === 0))) return
  session.errors ||= 1
  if (isCrash) session.status = 'crashed'
  sendSession(client)
}

/** The same as `endSession()`, for a client that may not be the current one; nothing where it has none. */
export function closeSession(client: Client): void {
  const state = followed.get(client)
  if (!state?.session) return
  if (state.session.status === 'ok') state.session.status = 'exited'
  sendSession(client)
  state.session = undefined
}

/** Sends what is known of the client's session now; with the event that is being sent, if there is one. */
export function sendSession(client: Client): void {
  const state = followed.get(client)
  const { session, isOver } = state ?? {}
  if (!state || !session || isOver || !client.getOptions().enabled) return
  complete(session, client)
  if (session.release) {
    client.sendEnvelope([{}, [[{ type: 'session' }, { ...session.toJSON() }]]])
    session.init = false
    state.isOver = session.status !== 'ok'
  } else debug('Session not sent, it needs a release')
}

/** With what is told once and stays so: what it is about, and who. */
function complete(session: Session, client: Client): void {
  const { release, environment } = client.getOptions()
  const { id, email, username, ip_address } = session.user ?? userOf(client)
  session.release ??= release
  session.environment ??= environment
  session.did ??= id ?? email ?? username
  session.ipAddress ??= ip_address ?? undefined
  session.timestamp = nowInSeconds()
}

function userOf(client: Client): User {
  const scope = client.getScope()
  // A client may have a scope of its own, and knows nothing of the program's.
  const isOwn = scope !== getCurrentScope()
  const scopes = isOwn ? [scope] : [getGlobalScope(), getIsolationScope(), scope]
  return Object.assign({}, ...scopes.map((one) => one.getUser()))
}

function serialized(session: Session): SerializedSession {
  const { sid, init, status, errors, did, started, timestamp, abnormal_mechanism } = session
  const { duration = Math.max(timestamp - started, 0), ignoreDuration } = session
  const { release, environment, ipAddress: ip_address, userAgent: user_agent } = session
  return {
    sid,
    init,
    started: iso(started),
    timestamp: iso(timestamp),
    status,
    errors,
    did: did === undefined ? undefined : `${did}`,
    duration: ignoreDuration ? undefined : duration,
    abnormal_mechanism,
    attrs: { release, environment, ip_address, user_agent },
  }
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
