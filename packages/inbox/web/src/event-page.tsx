import type { EventAnswer, IssueAnswer } from '../../src/api/answers.js'
import { fieldsOf, textOf } from '../../src/event/fields.js'
import type { StoredEvent } from '../../src/event/stored.js'
import { messageOf } from '../../src/event/summary.js'
import { Breadcrumbs } from './breadcrumbs.js'
import { Exceptions } from './exceptions.js'
import { Facts } from './facts.js'
import { type InboxState, useAnswer } from './inbox-state.js'
import { RawJson } from './raw-json.js'
import { issueHref, issuesHref, type Route } from './route.js'
import { Ago } from './time.js'

interface Props {
  route: Extract<Route, { page: 'issue' }>
  inbox: InboxState
}

export function EventPage({ route, inbox }: Props) {
  const known = inbox.issues?.find(({ id }) => id === route.issueId)
  const issue = useAnswer<IssueAnswer>(`api/0/issues/${route.issueId}`, known?.count ?? 0)
  const eventId = route.eventId ?? issue.data?.latest.id
  if (issue.error !== undefined) return <NotThere reason={issue.error} />
  if (eventId === undefined) return <p className="quiet">Loading…</p>
  return <OneEvent eventId={eventId} version={known?.count ?? 0} />
}

function OneEvent({ eventId, version }: { eventId: string; version: number }) {
  const { data, error } = useAnswer<EventAnswer>(`api/0/events/${eventId}`, version)
  if (error !== undefined) return <NotThere reason={error} />
  if (data === undefined) return <p className="quiet">Loading…</p>
  const { event } = data
  return (
    <article className="event" data-level={event.level}>
      <title>{`${event.title} · Mayday Inbox`}</title>
      <Navigation answer={data} />
      <Headline event={event} />
      <div className="columns">
        <div className="story">
          <Exceptions event={event} />
          <Breadcrumbs event={event.event} />
        </div>
        <aside>
          <Facts event={event} />
        </aside>
      </div>
      <RawJson value={event.event} />
    </article>
  )
}

function Navigation({ answer: { issue, event, older, newer } }: { answer: EventAnswer }) {
  return (
    <nav className="event-nav" aria-label="Events of this issue">
      <a href={issuesHref}>← Issues</a>
      <span className="count-of">
        {issue.count === 1 ? '1 event' : `${issue.count.toLocaleString('en')} events`}
      </span>
      <Step label="Older" issueId={event.issueId} to={older} />
      <Step label="Newer" issueId={event.issueId} to={newer} />
    </nav>
  )
}

function Step(props: { label: string; issueId: string; to: string | undefined }) {
  const { label, issueId, to } = props
  if (to === undefined) return <span className="step">{label}</span>
  return (
    <a className="step" href={issueHref(issueId, to)}>
      {label}
    </a>
  )
}

function Headline({ event }: { event: StoredEvent }) {
  const fields = fieldsOf(event.event) ?? {}
  const message = messageOf(fields)
  const facts = [event.platform, textOf(fields.environment), textOf(fields.release)]
  return (
    <header className="headline">
      <h1>{event.title}</h1>
      {event.culprit && <code className="culprit">{event.culprit}</code>}
      <p className="marks">
        <span className="level">{event.level}</span>
        <Handled event={event} />
        {facts.filter(Boolean).map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
        <span>project {event.project}</span>
        <Ago iso={event.timestamp} />
      </p>
      {message !== undefined && message.trim() !== event.title && (
        <p className="message">{message}</p>
      )}
    </header>
  )
}

function Handled({ event }: { event: StoredEvent }) {
  if (event.handled === undefined) return null
  return event.handled ? <span>handled</span> : <span className="unhandled">unhandled</span>
}

function NotThere({ reason }: { reason: string }) {
  return (
    <section className="empty">
      <h1>This issue is not here</h1>
      <p>{reason}</p>
      <p>
        <a href={issuesHref}>All issues</a>
      </p>
    </section>
  )
}
