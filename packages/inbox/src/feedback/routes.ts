import type { FeedbackAnswer } from '../api/answers.js'
import { countParam, textParam } from '../api/query.js'
import type { ApiRequest, Route } from '../api/route.js'
import { defined } from '../event/fields.js'

export const feedbackRoutes: readonly Route[] = [
  { method: 'GET', path: '/feedback', answer: feedback },
]

interface FeedbackRow {
  id: string
  project: string
  received_at: Date
  name: string | null
  email: string | null
  message: string
  url: string | null
  source: string | null
  event_id: string | null
  issue_id: string | null
}

/** The issue is looked up when asked: its event may have come later, and may have been merged into another since. */
async function feedback({ database, query }: ApiRequest): Promise<FeedbackAnswer> {
  const rows = await database.query<FeedbackRow>(
    `select * from (
      select feedback.*, (select issue_id from events where events.id = event_id) as issue_id
      from feedback where $2::text is null or project = $2
    ) as said
    where $1::text is null or issue_id = $1
    order by seq desc limit $3`,
    [
      textParam(query, 'issue') ?? null,
      textParam(query, 'project') ?? null,
      countParam(query, 'limit', 100, 1000),
    ],
  )
  return { feedback: rows.map(feedbackOf) }
}

type Feedback = FeedbackAnswer['feedback'][number]

/** An event that has not arrived cannot be opened, and is not named. */
function feedbackOf(row: FeedbackRow): Feedback {
  const isThere = row.issue_id !== null
  return defined<Feedback>({
    id: row.id,
    project: row.project,
    receivedAt: row.received_at.toISOString(),
    name: row.name ?? undefined,
    email: row.email ?? undefined,
    message: row.message,
    url: row.url ?? undefined,
    source: row.source ?? undefined,
    eventId: isThere ? (row.event_id ?? undefined) : undefined,
    issueId: row.issue_id ?? undefined,
  })
}
