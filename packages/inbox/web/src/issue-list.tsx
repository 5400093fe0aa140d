import { useState } from 'react'
import type { Issue } from '../../src/event/stored.js'
import type { InboxState } from './inbox-state.js'
import { issueHref } from './route.js'
import { Ago } from './time.js'

export function IssueList({ inbox }: { inbox: InboxState }) {
  const [filter, setFilter] = useState('')
  const { issues, arrival } = inbox
  if (issues === undefined) return <p className="quiet">Loading…</p>
  if (issues.length === 0) return <Empty />
  const shown = issues.filter((issue) => matches(issue, filter))
  return (
    <>
      <div className="list-head">
        <h1>Issues</h1>
        <input
          type="search"
          value={filter}
          placeholder="Filter"
          aria-label="Filter issues"
          onChange={(change) => setFilter(change.target.value)}
        />
      </div>
      {shown.length === 0 && <p className="quiet">No issue matches.</p>}
      <ul className="issues">
        {shown.map((issue) => (
          <Row
            // A new key restarts the animation that marks an arrival.
            key={issue.id === arrival?.issue.id ? `${issue.id} ${arrival.eventId}` : issue.id}
            issue={issue}
            arrived={issue.id === arrival?.issue.id}
          />
        ))}
      </ul>
    </>
  )
}

function Row({ issue, arrived }: { issue: Issue; arrived: boolean }) {
  const { type, text } = splitTitle(issue.title)
  return (
    <li className={arrived ? 'arrived' : undefined} data-level={issue.level}>
      <a href={issueHref(issue.id)}>
        <span className="what">
          <span className="title">
            {type && <b>{type}</b>} {text}
          </span>
          <span className="where">
            <span className="level">{issue.level}</span>
            {issue.handled === false && <span className="unhandled">unhandled</span>}
            {issue.culprit && <code>{issue.culprit}</code>}
            <span className="origin">
              {issue.platform} · project {issue.project}
            </span>
          </span>
        </span>
        <span className="count">
          {issue.count.toLocaleString('en')}
          <small className="aside">{issue.count === 1 ? 'event' : 'events'}</small>
        </span>
        <span className="seen">
          <Ago iso={issue.lastSeen} />
          {issue.count > 1 && (
            <small className="aside">
              since <Ago iso={issue.firstSeen} />
            </small>
          )}
        </span>
      </a>
    </li>
  )
}

function Empty() {
  const dsn = `${location.protocol}//inbox@${location.host}/1`
  return (
    <section className="empty">
      <h1>Nothing has gone wrong yet</h1>
      <p>Give an SDK this DSN, and its errors appear here as they happen:</p>
      <pre>{dsn}</pre>
      <p>For a web page, for example:</p>
      <pre>{`import { init } from '@mayday/browser'\n\ninit({ dsn: '${dsn}' })`}</pre>
    </section>
  )
}

function matches({ title, culprit, project }: Issue, filter: string): boolean {
  return `${title} ${culprit} ${project}`.toLowerCase().includes(filter.trim().toLowerCase())
}

/** The name of the error class apart, so that it can be set off. */
function splitTitle(title: string): { type?: string; text: string } {
  const match = /^([\w$.]+): (.*)$/.exec(title)
  return match?.[1] ? { type: match[1], text: match[2] ?? '' } : { text: title }
}
