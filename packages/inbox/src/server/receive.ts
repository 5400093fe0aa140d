import { randomUUID } from 'node:crypto'
import type { LogAnswer } from '../api/answers.js'
import { isDeeperThan } from '../event/depth.js'
import { resolvedExceptionsOf } from '../event/exceptions.js'
import { factsOf } from '../event/facts.js'
import { type Fields, textOf } from '../event/fields.js'
import { groupHashOf } from '../event/grouping.js'
import { occurrencesOf } from '../event/occurrences.js'
import { summarise } from '../event/summary.js'
import { timeOf } from '../event/time.js'
import { deepest, textIn } from '../items/text.js'
import { eventOfReport, type Report, type ReportSource, reportsIn } from '../security/reports.js'
import type { Arrival, NewEvent, Outcome } from '../store/arrival.js'
import type { Commits } from '../store/commits.js'
import type { Resolution } from '../symbolication/resolve.js'
import { digestOf } from './digest.js'
import { jsonIn, objectIn, type ReceivedEnvelope, type ReceivedItem } from './envelope.js'
import { checkLimits, largestEvent } from './limits.js'
import { Refusal } from './refusal.js'

export interface Receiver {
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
  checkLimits(envelope.items)
  const events = envelope.items.filter(isEvent)
  const reports = envelope.items.filter(isReport)
  const items = envelope.items.filter((item) => !events.includes(item) && !reports.includes(item))
  if (events.length > 1) throw new Refusal(400, 'An envelope may hold one event, not more.')
  const [item] = events
  const envelopeId = eventId(envelope.headers.event_id)
  const arrival = { ...arriving(project, items), ...(envelopeId !== undefined && { envelopeId }) }
  const stored = [
    ...(item ? [receiveEvent(item, envelope.headers, arrival, receiver)] : []),
    ...reports.map((report) => receiveReport(report.payload, sourceIn(report), project, receiver)),
    ...(!item && items.length > 0 ? [storeItems(arrival, receiver)] : []),
  ]
  return (await Promise.all(stored))[0]
}

/** Stores the reports that a browser has sent by itself as events, and resolves with the id of the first. */
export async function receiveReport(
  body: Buffer,
  source: ReportSource,
  project: string,
  receiver: Receiver,
): Promise<string | undefined> {
  if (body.length > largestEvent) throw new Refusal(413, 'The report is larger than 1 MiB.')
  const reports = reportsOf(body)
  if (reports.length === 0) throw new Refusal(400, 'The body is no report that is known here.')
  const ids = reports.map((report) => {
    const payload = Buffer.from(JSON.stringify(eventOfReport(report, source)))
    const item = { headers: { type: 'event' }, payload }
    return receiveEvent(item, {}, arriving(project, []), receiver)
  })
  return (await Promise.all(ids))[0]
}

function arriving(project: string, items: ReceivedItem[]): Arrival {
  return { project, receivedAt: new Date().toISOString(), items }
}

async function storeItems(arrival: Arrival, receiver: Receiver): Promise<undefined> {
  // SDKs renew the header of an envelope that they send again, and nothing else.
  await store({ ...arrival, digest: digestOf(arrival) }, receiver)
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
  const { resolve, announce } = receiver
  const payload = readEvent(item)
  const id = idOf(headers, payload)
  const event = newEvent(id, item, payload, rest, await resolve(payload))
  const arrival = { ...rest, event }
  const outcome = await store(arrival, receiver)
  announce(event, arrival, outcome)
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
  if (isDeeperThan(event, deepest)) {
    throw new Refusal(400, `The event is nested more than ${deepest} levels deep.`)
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

/** One that cannot be read is kept as it came, as everything else is. */
function isReport({ headers, payload }: ReceivedItem): boolean {
  return headers.type === 'raw_security' && reportsOf(payload).length > 0
}

function reportsOf(payload: Buffer): Report[] {
  const reports = reportsIn(jsonIn(payload))
  return isDeeperThan(reports, deepest) ? [] : reports
}

function sourceIn({ headers }: ReceivedItem): ReportSource {
  return {
    release: textOf(headers.sentry_release),
    environment: textOf(headers.sentry_environment),
  }
}
