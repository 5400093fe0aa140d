import type {
  EventAnswer,
  FiltersAnswer,
  IssueAnswer,
  IssuesAnswer,
  TotalsAnswer,
} from '../api/answers.js'
import { countParam, textParam, wordParam } from '../api/query.js'
import type { ApiRequest, Route } from '../api/route.js'
import { fieldsOf } from '../event/fields.js'
import type { Issue, StoredEvent } from '../event/stored.js'
import { Refusal } from '../server/refusal.js'
import type { Sql } from '../store/database.js'
import { eventOf, eventsOfIssue, neighboursOf } from './events.js'
import { findIssue, mergeIssues, setStatus, tagsOfIssue } from './issues.js'
import { searchIssues } from './search.js'
import { daysOf, filtersOf, totalsOf } from './summaries.js'

const statuses = ['open', 'resolved', 'ignored'] as const
const sorts = ['lastSeen', 'firstSeen', 'count', 'users'] as const
const eventsShown = 100
const largestItem = 64 * 1024

export const issueRoutes: readonly Route[] = [
  { method: 'GET', path: '/issues', answer: issues },
  { method: 'GET', path: '/issues/:id', answer: issue },
  { method: 'POST', path: '/issues/:id', answer: change },
  { method: 'GET', path: '/events/:id', answer: event },
  {
    method: 'GET',
    path: '/filters',
    answer: ({ database }): Promise<FiltersAnswer> => filtersOf(database),
  },
  {
    method: 'GET',
    path: '/totals',
    answer: ({ database }): Promise<TotalsAnswer> => totalsOf(database),
  },
]

async function issues({ database, query }: ApiRequest): Promise<IssuesAnswer> {
  const texts = ['project', 'level', 'platform', 'environment', 'release'] as const
  const text = textParam(query, 'query')
  const status = wordParam(query, 'status', statuses)
  return searchIssues(database, {
    ...Object.fromEntries(texts.map((name) => [name, textParam(query, name)])),
    ...(text !== undefined && { text }),
    ...(status !== undefined && { status }),
    tags: tagParams(query),
    sort: wordParam(query, 'sort', sorts) ?? 'lastSeen',
    limit: countParam(query, 'limit', 50, 500),
    offset: countParam(query, 'offset', 0, 1_000_000),
  })
}

/** `tag=key:value`, as often as wanted. */
function tagParams(query: URLSearchParams): Record<string, string> {
  const pairs = query.getAll('tag').map((tag): [string, string] => {
    const at = tag.indexOf(':')
    if (at < 1) throw new Refusal(400, 'tag is written as key:value.')
    return [tag.slice(0, at), tag.slice(at + 1)]
  })
  return Object.fromEntries(pairs)
}

async function issue({ database, params }: ApiRequest): Promise<IssueAnswer | undefined> {
  const found = await findIssue(database, params.id ?? '')
  const latest = found && (await eventOf(database, found.latestEventId))
  if (!found || !latest) return undefined
  return {
    issue: found,
    events: await eventsOfIssue(database, found.id, eventsShown),
    latest: trimmed(latest),
    tags: await tagsOfIssue(database, found.id),
    days: await daysOf(database, found.id),
  }
}

/** `{ "status": "resolved" }`, or `{ "merge": "<id of another issue>" }`. */
async function change({
  database,
  params,
  body,
}: ApiRequest): Promise<{ issue: Issue } | undefined> {
  const { status, merge } = fieldsOf(body) ?? {}
  const changed = await database.transaction((sql) =>
    changeOne(sql, params.id ?? '', status, merge),
  )
  return changed && { issue: changed }
}

async function changeOne(
  sql: Sql,
  id: string,
  status: unknown,
  merge: unknown,
): Promise<Issue | undefined> {
  if (typeof merge === 'string') return mergeIssues(sql, id, merge)
  const wanted = statuses.find((candidate) => candidate === status)
  if (wanted === undefined) {
    throw new Refusal(400, `Send a status (${statuses.join(', ')}), or the issue to merge.`)
  }
  return setStatus(sql, id, wanted)
}

async function event({ database, params }: ApiRequest): Promise<EventAnswer | undefined> {
  const found = await eventOf(database, params.id ?? '')
  const itsIssue = found && (await findIssue(database, found.issueId))
  if (!found || !itsIssue) return undefined
  return { event: trimmed(found), issue: itsIssue, ...(await neighboursOf(database, found.id)) }
}

/** Attachments can be huge, and are asked for by themselves: only short texts come along. */
function trimmed(stored: StoredEvent): StoredEvent {
  const items = stored.items.map((item) =>
    item.encoding === 'utf8' && item.size <= largestItem ? item : { ...item, payload: '' },
  )
  return { ...stored, items }
}
