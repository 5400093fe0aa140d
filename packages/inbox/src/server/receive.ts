import { randomUUID } from 'node:crypto'
import type { EventPayload } from '@mayday/core'
import { exceptionsOf, type ReadException, resolvedExceptionsOf } from '../event/exceptions.js'
import type { Fields } from '../event/fields.js'
import { issueIdOf } from '../event/grouping.js'
import type { Issue, StoredEvent, StoredItem } from '../event/stored.js'
import { summarise } from '../event/summary.js'
import { timeOf } from '../event/time.js'
import type { Store } from '../store/store.js'
import { decode, objectIn, type ReceivedEnvelope, type ReceivedItem } from './envelope.js'
import { Refusal } from './refusal.js'

const largestEvent = 1024 * 1024
const deepestEvent = 500

export interface Receiver {
  store: Store
  /** Finds frames in their sources; never rejects. */
  resolve(exceptions: ReadException[]): Promise<StoredEvent['resolved']>
  /** Called once for each event that is new and on disk. */
  announce(event: StoredEvent, issue: Issue): void
}

/** Stores what an envelope brings, and resolves with the id of its event once that is on disk. */
export async function receive(
  envelope: ReceivedEnvelope,
  project: string,
  receiver: Receiver,
): Promise<string | undefined> {
  const events = envelope.items.filter(isEvent)
  const items = envelope.items.filter((item) => !isEvent(item)).map(storedItem)
  if (events.length > 1) throw new Refusal(400, 'An envelope may hold one event, not more.')
  const [item] = events
  if (item !== undefined) return receiveEvent(item, envelope.headers, items, project, receiver)
  if (items.length > 0) {
    await receiver.store.appendItems({ project, receivedAt: new Date().toISOString(), items })
  }
  return undefined
}

async function receiveEvent(
  item: ReceivedItem,
  headers: Fields,
  items: StoredItem[],
  project: string,
  { store, resolve, announce }: Receiver,
): Promise<string> {
  const payload = readEvent(item)
  const id = idOf(headers, payload)
  // A repeat needs no sources; the store itself settles repeats that are on their way together.
  if (await store.has(id)) return id
  const resolved = await resolve(exceptionsOf(payload))
  const event = storedEvent(id, project, payload, items, resolved)
  const issue = await store.append(event)
  if (issue !== undefined) announce(event, issue)
  return id
}

function storedEvent(
  id: string,
  project: string,
  payload: Fields,
  items: StoredItem[],
  resolved: StoredEvent['resolved'],
): StoredEvent {
  const arrival = new Date()
  const exceptions = resolvedExceptionsOf(payload, resolved)
  return {
    id,
    issueId: issueIdOf(project, payload, exceptions),
    project,
    receivedAt: arrival.toISOString(),
    timestamp: timeOf(payload.timestamp, arrival),
    ...summarise(payload, exceptions),
    event: payload as EventPayload,
    ...(resolved && { resolved }),
    items,
  }
}

function readEvent(item: ReceivedItem): Fields {
  if (item.payload.length > largestEvent) throw new Refusal(413, 'The event is larger than 1 MiB.')
  const event = objectIn(item)
  if (isDeeperThan(event, deepestEvent)) {
    throw new Refusal(400, `The event is nested more than ${deepestEvent} levels deep.`)
  }
  return event
}

/** Level by level, because the recursion of `JSON.stringify` is what such an event would overflow. */
function isDeeperThan(value: unknown, limit: number): boolean {
  let level = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true
    level = level.flatMap((entry) =>
      typeof entry === 'object' && entry !== null ? Object.values(entry) : [],
    )
  }
  return false
}

/** The envelope's word counts first, as it does at Sentry. */
function idOf(headers: Fields, event: Fields): string {
  const announced = headers.event_id
  if (announced !== undefined && announced !== null) {
    const id = eventId(announced)
    if (id === undefined) throw new Refusal(400, 'The event_id of the envelope is not an id.')
    return id
  }
  return eventId(event.event_id) ?? randomUUID().replaceAll('-', '')
}

function eventId(value: unknown): string | undefined {
  const id = typeof value === 'string' ? value.replaceAll('-', '').toLowerCase() : ''
  return /^[0-9a-f]{32}$/.test(id) ? id : undefined
}

function isEvent(item: ReceivedItem): boolean {
  return item.headers.type === 'event'
}

function storedItem({ headers, payload }: ReceivedItem): StoredItem {
  const text = decode(payload)
  return text === undefined
    ? { headers, size: payload.length, encoding: 'base64', payload: payload.toString('base64') }
    : { headers, size: payload.length, encoding: 'utf8', payload: text }
}
