import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { IssueAnswer } from '../../../src/api/answers.js'
import { traceIdOf } from '../../../src/event/facts.js'
import { fieldsOf } from '../../../src/event/fields.js'
import type { StoredEvent } from '../../../src/event/stored.js'
import { eventQuery, issueQuery } from '../data/queries.js'
import { useIssueActions } from '../issues/actions.js'
import { copy } from '../shell/copy.js'
import { Failure } from '../shell/failure.js'
import { useKeys } from '../shell/keys.js'
import { issueHref, issuesHref, navigate } from '../shell/route.js'
import { Attachments } from './attachments.js'
import { Breadcrumbs } from './breadcrumbs.js'
import { Exceptions } from './exceptions.js'
import { Facts } from './facts.js'
import { FeedbackOfIssue } from './feedback.js'
import { Headline } from './headline.js'
import { History } from './history.js'
import { Navigation, type Neighbours } from './navigation.js'
import { RawJson } from './raw-json.js'
import { reportOf } from './report.js'
import { RequestFacts } from './request.js'
import { TagDistribution } from './tags.js'
import { Trace } from './trace.js'

interface Props {
  /** Absent when the address names only an event. */
  issueId?: string | undefined
  /** Absent for the latest one. */
  eventId?: string | undefined
}

export function IssuePage({ issueId, eventId }: Props) {
  const one = useQuery({ ...eventQuery(eventId ?? ''), enabled: eventId !== undefined })
  const id = issueId ?? one.data?.issue.id
  const issue = useQuery({ ...issueQuery(id ?? ''), enabled: id !== undefined })
  const first = useFirst(issue.data?.latest)
  const error = issue.error ?? one.error
  if (error && !issue.data) return <Failure title="This issue is not here" error={error} />
  if (one.error) return <Failure title="This event is not here" error={one.error} />
  const event = eventId === undefined ? first : one.data?.event
  if (!issue.data || !event) return null
  return (
    <EventView
      answer={issue.data}
      event={event}
      neighbours={neighboursOf(event.id, issue.data, one.data)}
    />
  )
}

/** What somebody reads stays, whatever comes meanwhile; only what is known of it may become more. */
function useFirst(latest: StoredEvent | undefined): StoredEvent | undefined {
  const [first, setFirst] = useState(latest)
  const isOther = first !== undefined && latest?.id !== first.id
  if (latest !== undefined && !isOther && latest !== first) setFirst(latest)
  return isOther ? first : latest
}

/** The list of the newest is kept up to date; what lies beyond it only the event itself knows. */
function neighboursOf(id: string, { events }: IssueAnswer, known: Neighbours = {}): Neighbours {
  const at = events.findIndex((event) => event.id === id)
  const older = (at === -1 ? undefined : events[at + 1]?.id) ?? known.older
  const newer = at === -1 ? known.newer : events[at - 1]?.id
  return { ...(older && { older }), ...(newer && { newer }) }
}

interface ViewProps {
  answer: IssueAnswer
  event: StoredEvent
  neighbours: Neighbours
}

function EventView({ answer, event, neighbours }: ViewProps) {
  const [isSent, setSent] = useState(false)
  useEventKeys(answer, event, neighbours, () => setSent(!isSent))
  const fields = fieldsOf(event.event) ?? {}
  const request = fieldsOf(fields.request)
  const traceId = traceIdOf(fieldsOf(fieldsOf(fields.contexts)?.trace)?.trace_id)
  return (
    <article className="event" data-level={event.level}>
      <title>{`${event.title} · Mayday Inbox`}</title>
      <Navigation issue={answer.issue} event={event} neighbours={neighbours} />
      <Headline issue={answer.issue} event={event} />
      <div className="columns">
        <div className="story">
          <Exceptions
            key={event.id}
            event={event}
            isSent={isSent}
            onToggle={() => setSent(!isSent)}
          />
          <FeedbackOfIssue issueId={answer.issue.id} />
          <Breadcrumbs event={event} />
          {request && <RequestFacts request={request} />}
          {traceId !== undefined && <Trace traceId={traceId} without={[event.id]} />}
          <Attachments event={event} />
        </div>
        <aside aria-label="Around the event">
          <History issue={answer.issue} days={answer.days} />
          <TagDistribution tags={answer.tags} event={event} count={answer.issue.count} />
          <Facts event={event} />
        </aside>
      </div>
      <RawJson value={event.event} />
    </article>
  )
}

function useEventKeys(
  { issue }: IssueAnswer,
  event: StoredEvent,
  { older, newer }: Neighbours,
  onToggle: () => void,
): void {
  const { setStatus } = useIssueActions()
  const to = (id: string | undefined) => () => {
    if (id !== undefined) navigate(issueHref(issue.id, id))
  }
  const toggle = (status: 'resolved' | 'ignored') => () =>
    void setStatus([issue], issue.status === status ? 'open' : status)
  useKeys({
    j: to(older),
    k: to(newer),
    e: toggle('resolved'),
    i: toggle('ignored'),
    o: event.resolved && onToggle,
    c: () => void copy(reportOf(event, issue), 'the report'),
    u: () => navigate(issuesHref),
  })
}
