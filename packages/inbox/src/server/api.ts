import type { ServerResponse } from 'node:http'
import type { EventAnswer, IssueAnswer, IssuesAnswer } from '../event/answers.js'
import type { StoredEvent } from '../event/stored.js'
import type { Store } from '../store/store.js'
import { Refusal } from './refusal.js'
import { sendJson } from './respond.js'

const eventsOfIssue = 100
const largestItem = 64 * 1024

/** Answers a path below `/api/0/`. */
export async function answerApi(
  path: string,
  response: ServerResponse,
  store: Store,
): Promise<void> {
  const [collection, id, ...rest] = path
    .replace(/^\/api\/0\//, '')
    .replace(/\/$/, '')
    .split('/')
  const answer = rest.length === 0 ? await find(store, collection, id) : undefined
  if (answer === undefined) throw new Refusal(404, 'There is nothing at this address.')
  sendJson(response, 200, answer)
}

async function find(
  store: Store,
  collection: string | undefined,
  id: string | undefined,
): Promise<IssuesAnswer | IssueAnswer | EventAnswer | undefined> {
  if (collection === 'issues') return id === undefined ? allIssues(store) : oneIssue(store, id)
  if (collection === 'events' && id !== undefined) return oneEvent(store, id)
  return undefined
}

async function allIssues(store: Store): Promise<IssuesAnswer> {
  return { issues: await store.issues(), totals: await store.totals() }
}

async function oneIssue(store: Store, id: string): Promise<IssueAnswer | undefined> {
  const issue = await store.issue(id)
  const latest = issue && (await store.event(issue.latestEventId))
  if (!issue || !latest) return undefined
  return { issue, events: await store.eventsOf(id, eventsOfIssue), latest: trimmed(latest) }
}

async function oneEvent(store: Store, id: string): Promise<EventAnswer | undefined> {
  const event = await store.event(id)
  const issue = event && (await store.issue(event.issueId))
  if (!event || !issue) return undefined
  return { event: trimmed(event), issue, ...(await store.neighbours(id)) }
}

/** Attachments can be huge, and the page shows none: it gets those that are short texts. */
function trimmed(event: StoredEvent): StoredEvent {
  const items = event.items.map((item) =>
    item.encoding === 'utf8' && item.size <= largestItem ? item : { ...item, payload: '' },
  )
  return { ...event, items }
}
