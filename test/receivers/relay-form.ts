/** Relay stores some of an event in another form. What is not named here has to come out of it as it went in. */
import type {
  Breadcrumb,
  Event,
  EventPayload,
  Exception,
  Request,
  StackFrame,
  User,
} from '@mayday/core'
import { expect } from 'vitest'

type Json = Record<string, unknown>

const KNOWN_OF_USERS = /^(?:id|email|username|name|ip_address|geo)$/

/** The event as it should come out of Relay. */
export function asRelayHasIt(event: EventPayload): Json {
  const { message, server_name, tags, exception, breadcrumbs, request, user, contexts, ...rest } =
    event
  return {
    ...rest,
    ...(rest.level && { level: levelOf(rest.level) }),
    // A text alone is a message without a template.
    ...(message !== undefined && { logentry: { formatted: message } }),
    // The host is a tag like others, and tags are pairs.
    ...((tags || server_name) && { tags: pairs({ ...tags, ...(server_name && { server_name }) }) }),
    ...(exception?.values && { exception: { values: exception.values.map(exceptionOf) } }),
    ...(breadcrumbs && { breadcrumbs: { values: breadcrumbs.values.map(withLevel) } }),
    ...(request && { request: requestOf(request) }),
    ...(user && { user: userOf(user) }),
    ...(contexts && { contexts: contextsOf(contexts) }),
  }
}

/** The browser's `console.log()` is no level of its own there. */
function levelOf(level: NonNullable<Event['level']>): string {
  return level === 'log' ? 'info' : level
}

function withLevel(one: Breadcrumb): Json {
  return { ...one, ...(one.level && { level: levelOf(one.level) }) }
}

function pairs(members: object): unknown {
  return expect.arrayContaining(Object.entries(members))
}

function exceptionOf({ stacktrace, ...exception }: Exception): Json {
  if (!stacktrace?.frames) return { ...exception }
  return { ...exception, stacktrace: { frames: stacktrace.frames.map(frameOf) } }
}

/** The whole address stays in `abs_path`; a function without a name has none. */
function frameOf({ filename, function: name, ...frame }: StackFrame): Json {
  return {
    ...frame,
    ...(filename !== undefined && pathOf(filename)),
    ...(name !== '?' && name !== undefined && { function: name }),
  }
}

function pathOf(filename: string): Json {
  if (!/^https?:/.test(filename)) return { filename }
  return { filename: new URL(filename).pathname, abs_path: filename }
}

/** The query and the fragment are kept apart from the address; the query and the headers are pairs. */
function requestOf({ url, query_string: query, headers, ...request }: Request): Json {
  const [, address, asked = query, fragment] =
    /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/.exec(url ?? '') ?? []
  return {
    ...request,
    ...(address && { url: address }),
    ...(typeof asked === 'string' && { query_string: [...new URLSearchParams(asked)] }),
    ...(fragment && { fragment }),
    ...(headers && { headers: pairs(titled(headers)) }),
  }
}

/** The headers of an answer are pairs, as those of a request. */
function contextsOf({ response, ...contexts }: NonNullable<Event['contexts']>): Json {
  if (!response) return contexts
  const headers = response.headers as Record<string, string> | undefined
  return {
    ...contexts,
    response: { ...response, ...(headers && { headers: pairs(titled(headers)) }) },
  }
}

/** `user-agent` is written as `User-Agent`. */
function titled(headers: Record<string, string>): Json {
  const title = (name: string): string =>
    name.replace(/(^|-)([a-z])/g, (_all, before, letter) => before + letter.toUpperCase())
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [title(name), value]))
}

/** Members of one's own are data; ids are texts; that there is no address needs no word. */
function userOf({ id, ip_address, ...user }: User): Json {
  const known = Object.entries(user).filter(([name]) => KNOWN_OF_USERS.test(name))
  const own = Object.entries(user).filter(([name]) => !KNOWN_OF_USERS.test(name))
  return {
    ...Object.fromEntries(known),
    ...(id !== undefined && { id: String(id) }),
    ...(ip_address && { ip_address }),
    ...(own.length > 0 && { data: Object.fromEntries(own) }),
  }
}
