import { randomUUID } from 'node:crypto'
import type { LogAnswer } from '../api/answers.js'
import { isDeeperThan } from '../event/depth.js'
import { resolvedExceptionsOf } from '../event/exceptions.js'
import { factsOf } from '../event/facts.js'
import type { Fields } from '../event/fields.js'
import { groupHashOf } from '../event/grouping.js'
import { occurrencesOf } from '../event/occurrences.js'
import { summarise } from '../event/summary.js'
import { timeOf } from '../event/time.js'
import { hasEvent } from '../issues/events.js'
import { textIn } from '../items/text.js'
import type { Arrival, NewEvent, Outcome } from '../store/arrival.js'
import type { Commits } from '../store/commits.js'
import type { Sql } from '../store/database.js'
import type { Resolution } from '../symbolication/resolve.js'
import { objectIn, type ReceivedEnvelope, type ReceivedItem } from './envelope.js'
import { Refusal } from './refusal.js'

const largestEvent = 1024 * 1024
const deepestEvent = 500

export interface Receiver {
  database: Sql
  commits: Commits
  /** Finds frames in their sources; never rejects. */
  resolve(event: Fields): Promise<Resolution>
  /** Called once for each event that is new and on disk. */
  announce(event: NewEvent, arrival: Arrival, outcome: Outcome): void
  /** Called with the logs of an arrival once they are on disk. */
  announceLogs(logs: LogAnswer[]): void
  /** Called with the types of an arrival's other items once they are on disk. */
  announceItems(types: string[]): void
}

/** Stores what an envelope brings, and resolves with the id of its event once that is on disk. */
export async function receive(
  envelope: ReceivedEnvelope,
  project: string,
  receiver: Receiver,
): Promise<string | undefined> {
  const events = envelope.items.filter(isEvent)
  const items = envelope.items.filter((item) => !isEvent(item))
  if (events.length > 1) throw new Refusal(400, 'An envelope may hold one event, not more.')
  const [item] = events
  const receivedAt = new Date().toISOString()
  const envelopeId = eventId(envelope.headers.event_id)
  const arrival = { project, receivedAt, items, ...(envelopeId !== undefined && { envelopeId }) }
  if (item !== undefined) return receiveEvent(item, envelope.headers, arrival, receiver)
  if (items.length > 0) await store(arrival, receiver)
  return undefined
}

async function store(
  arrival: Arrival,
  { commits, announceLogs, announceItems }: Receiver,
): Promise<Outcome> {
  const outcome = await commits.add(arrival)
  announceItems(arrival.items.map(({ headers }) => headers.type))
  if (outcome.logs) announceLogs(outcome.logs)
  return outcome
}

async function receiveEvent(
  item: ReceivedItem,
  headers: Fields,
  rest: Arrival,
  receiver: Receiver,
): Promise<string> {
  const { database, resolve, announce } = receiver
  const payload = readEvent(item)
  const id = idOf(headers, payload)
  // A repeat needs no sources; the transaction itself settles repeats that are on their way together.
  if (await hasEvent(database, id)) return id
  const event = newEvent(id, item, payload, rest, await resolve(payload))
  const arrival = { ...rest, event }
  const outcome = await store(arrival, receiver)
  if (!outcome.isDuplicate) announce(event, arrival, outcome)
  return id
}

function newEvent(
  id: string,
  item: ReceivedItem,
  payload: Fields,
  { project, receivedAt }: Arrival,
  { resolved, missingDebugIds }: Resolution,
): NewEvent {
  const exceptions = resolvedExceptionsOf(payload, resolved)
  return {
    id,
    hash: groupHashOf(project, payload, exceptions),
    project,
    receivedAt,
    timestamp: timeOf(payload.timestamp, new Date(receivedAt)),
    ...summarise(payload, exceptions),
    ...factsOf(payload),
    occurrences: occurrencesOf(payload),
    payload: textIn(item.payload) ?? '{}',
    missingDebugIds,
    ...(resolved && { resolved }),
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
