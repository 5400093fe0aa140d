/** Puts the scopes of each incoming request in force wherever its server, its own emitters and its socket's speak. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { safely } from '@mayday/core'
import {
  asyncScopes,
  enterScopes,
  forgetRequests,
  type IncomingRequest,
  knownScopes,
  outside,
  RequestScopes,
  scopesOfRequest,
  standFor,
} from '../async-scopes.js'
import { aroundEmit, type Emit, emitOfKind, giveBack, giveBackAll, isEmitter } from './emit.js'
import { Stamp } from './stamp.js'

/** Who wants to know of requests. What nobody wants to know costs nothing. */
export interface RequestWatcher {
  opened?(scopes: RequestScopes): void
  /** It has been answered, or never will be. */
  closed?(scopes: RequestScopes): void
  /** Each piece of the body, as the program reads it. */
  received?(scopes: RequestScopes, chunk: unknown): void
}

let watchers: RequestWatcher[] = []
/** How often watching has begun; what was done to a connection before that was undone. */
let era = 0

/** Gives each incoming request scopes of its own and tells `watcher`, until the returned function is called. */
export function watchRequests(watcher: RequestWatcher): () => void {
  // Of its own, so that the same one can watch twice.
  const own = { ...watcher }
  watchers = [...watchers, own]
  if (watchers.length === 1) install()
  return () => {
    if (!watchers.includes(own)) return
    watchers = watchers.filter((one) => one !== own)
    if (watchers.length === 0) uninstall()
  }
}

function tell(what: keyof RequestWatcher, scopes: RequestScopes, chunk?: unknown): void {
  for (const watcher of watchers) {
    if (watcher[what]) safely('request', () => watcher[what]?.(scopes, chunk))
  }
}

/**
 * Node tells of these wherever its modules were loaded, and whether or not they were bundled with the program. What
 * comes of HTTP/2 is there from Node 22.17 on; before that, and for upgrades, the servers tell.
 */
const LISTENERS: Record<string, (message: never) => void> = {
  'http.server.request.start': onRequest,
  'http.server.response.finish': onFinish,
  'net.server.socket': onConnection,
  'http2.server.stream.created': onStreamCreated,
}

function install(): void {
  era++
  for (const [name, listener] of Object.entries(LISTENERS)) subscribe(name, listener as () => void)
}

function uninstall(): void {
  for (const [name, listener] of Object.entries(LISTENERS))
    unsubscribe(name, listener as () => void)
  giveBackAll()
  forgetRequests()
}

interface Started {
  request: { headers: Headers }
  response: object
  socket: object
}

type Headers = Record<string, unknown>

/** Comes right before the server emits the request, and in the same execution. */
function onRequest({ request, response, socket }: Started): void {
  const scopes = scopesOfRequest(request)
  const owners = ownersOf(socket)
  // What Node does later for a request, it does in a context of its own or, on a shared connection, in the next one's.
  const isInLine = owners.first !== undefined
  if (isInLine || hasBody(request.headers)) bindRequest(request)
  join(owners, scopes)
  if (isInLine || watchers.some(({ closed }) => closed)) {
    standFor(response, scopes)
    bindResponse(response)
  }
  tell('opened', scopes)
  enterScopes(scopes)
}

function hasBody({ 'content-length': length, 'transfer-encoding': encoding }: Headers): boolean {
  return encoding !== undefined || (length !== undefined && length !== '0')
}

/** The first to hear of it; whatever listens after that is right where it was not the request that ended its response. */
function onFinish({ request }: Started): void {
  const scopes = knownScopes(request)
  if (!scopes) return
  scopes.isAnswered = true
  if (scopes.connection) leave(scopes.connection, scopes)
  if (!scopes.areActive()) enterScopes(scopes)
}

interface Connection {
  socket: { server?: { listenerCount?(name: string): number; updateSettings?: unknown } }
}

/** Servers that have nothing of the kind are left alone. */
function onConnection({ socket: { server } }: Connection): void {
  if (!server) return
  const hasEvents = SPECIAL.some((name) => server.listenerCount?.(name))
  if (hasEvents || typeof server.updateSettings === 'function') aroundEmit(server, aroundServer)
}

/** No channel tells of the first two, and the others may be emitted in the scopes of the request before. */
const SPECIAL = ['upgrade', 'connect', 'clientError', 'tlsClientError']
/** What HTTP/2 emits besides is in the scopes of its stream already. */
const HANDED_OVER = new Set<unknown>(['upgrade', 'connect', 'request', 'checkContinue'])

function aroundServer(original: Emit): Emit {
  return function (this: unknown, ...args) {
    const [name, first, second] = args
    if (name === 'session' && isEmitter(first)) aroundEmit(first, aroundSession)
    if (name === 'close') giveBack(this)
    if (name === 'stream') return emitIn(scopesOfStream(first, second), this, original, args)
    if (name === 'clientError') return outside(() => original.apply(this, args))
    if (!HANDED_OVER.has(name) || !isEmitter(first)) return original.apply(this, args)
    const scopes = scopesOfRequest(first)
    if (name === 'upgrade' || name === 'connect') bindUpgraded(first, second, scopes)
    return scopes.areActive() ? original.apply(this, args) : emitIn(scopes, this, original, args)
  }
}

/** A connection that is handed over is this one request's from now on. */
function bindUpgraded(request: object, socket: unknown, scopes: RequestScopes): void {
  // Of HTTP/2 it is a stream, which is known already, and this a response.
  if ((request as IncomingRequest).stream) return
  bindRequest(request)
  for (const one of new Set([socket, (request as { socket?: unknown }).socket])) {
    if (isEmitter(one)) ownersOf(one).forGood = scopes
  }
}

const bindRequest = /* @__PURE__ */ emitOfKind('setTimeout', aroundRequest)

function aroundRequest(original: Emit): Emit {
  return function (this: unknown, ...args) {
    const scopes = knownScopes(this)
    // The answers to the program's own requests are of the same kind.
    if (!scopes) return original.apply(this, args)
    if (args[0] === 'data') tell('received', scopes, args[1])
    return scopes.areActive() ? original.apply(this, args) : emitIn(scopes, this, original, args)
  }
}

const bindResponse = /* @__PURE__ */ emitOfKind('writeContinue', aroundResponse)
const bindStream = /* @__PURE__ */ emitOfKind('pushStream', aroundStream)

function aroundResponse(original: Emit): Emit {
  return function (this: unknown, ...args) {
    const scopes = knownScopes(this)
    if (!scopes) return original.apply(this, args)
    if (args[0] === 'close') closed(scopes)
    return scopes.areActive() ? original.apply(this, args) : emitIn(scopes, this, original, args)
  }
}

/** A stream is both in one. */
function aroundStream(original: Emit): Emit {
  return aroundResponse(aroundRequest(original))
}

/** Responses whose connection is lost may say so twice. */
function closed(scopes: RequestScopes): void {
  if (scopes.isClosed) return
  scopes.isClosed = true
  tell('closed', scopes)
}

function emitIn(scopes: RequestScopes, self: unknown, original: Emit, args: unknown[]): unknown {
  const { listenerCount } = self as { listenerCount?: (name: unknown) => number }
  // Most of what is emitted nobody hears, and scopes cost more than to see that.
  if (listenerCount?.call(self, args[0]) === 0) return original.apply(self, args)
  return asyncScopes.run(scopes, () => original.apply(self, args))
}

/** Whose requests a connection carries. */
export interface SocketOwners {
  /** The one that is being answered. */
  first: RequestScopes | undefined
  /** Those that came before it was. */
  waiting: RequestScopes[] | undefined
  /** Whose it is for good. */
  forGood: RequestScopes | undefined
  era: number
}

function ownersOf(socket: object): SocketOwners {
  const known = Stamp.of(socket) as SocketOwners | undefined
  if (known?.era === era) return known
  const owners = { first: undefined, waiting: undefined, forGood: undefined, era }
  Stamp.put(socket, owners)
  aroundEmit(socket, aroundSocket)
  return owners
}

function join(owners: SocketOwners, scopes: RequestScopes): void {
  scopes.connection = owners
  if (!owners.first) owners.first = scopes
  else {
    owners.waiting ??= []
    owners.waiting.push(scopes)
  }
}

function leave(owners: SocketOwners, scopes: RequestScopes): void {
  if (owners.first === scopes) owners.first = owners.waiting?.shift()
  else owners.waiting = owners.waiting?.filter((one) => one !== scopes)
}

/** What a socket emits belongs to the request that is being answered on it; between requests it is nobody's. */
function aroundSocket(original: Emit): Emit {
  return function (this: unknown, ...args) {
    const { forGood, first } = (Stamp.of(this) as SocketOwners | undefined) ?? {}
    const scopes = forGood ?? first
    if (args[0] === 'close') giveBack(this)
    return scopes && !scopes.areActive()
      ? emitIn(scopes, this, original, args)
      : original.apply(this, args)
  }
}

interface Http2Stream {
  id?: number
  session?: { socket?: unknown; emit?: unknown }
}

/** Those with even numbers are pushed by the program itself. */
function onStreamCreated({ stream, headers }: { stream: Http2Stream; headers: Headers }): void {
  if (!stream.id || stream.id % 2 === 0) return
  scopesOfStream(stream, headers)
  if (isEmitter(stream.session)) aroundEmit(stream.session, aroundSession)
}

/** The server and whoever else listens to the session hears of streams from here. */
function aroundSession(original: Emit): Emit {
  return function (this: unknown, ...args) {
    const [name, stream, headers] = args
    if (name === 'close') giveBack(this)
    if (name !== 'stream') return original.apply(this, args)
    return emitIn(scopesOfStream(stream, headers), this, original, args)
  }
}

function scopesOfStream(stream: unknown, headers: unknown): RequestScopes {
  const known = knownScopes(stream)
  if (known || !isEmitter(stream)) return known ?? new RequestScopes({})
  const { socket } = (stream as Http2Stream).session ?? {}
  const { ':method': method, ':path': url } = headers as Record<string, string | undefined>
  const scopes = scopesOfRequest({ method, url, headers, socket } as object)
  standFor(stream, scopes)
  bindStream(stream)
  tell('opened', scopes)
  return scopes
}
