import type { Issue, StoredEvent } from '../../../src/event/stored.js'
import { useIssueActions } from '../issues/actions.js'
import { CopyButton } from '../shell/copy.js'
import { issueHref, issuesHref } from '../shell/route.js'
import { countOf } from '../shell/words.js'
import { reportOf } from './report.js'

export interface Neighbours {
  older?: string
  newer?: string
}

interface Props {
  issue: Issue
  event: StoredEvent
  neighbours: Neighbours
}

/** The way back, what can be done to the issue, and the way through its events. */
export function Navigation({ issue, event, neighbours }: Props) {
  return (
    <div className="event-nav">
      <a className="back" href={issuesHref} aria-keyshortcuts="u">
        ← Issues
      </a>
      <StatusButtons issue={issue} />
      <CopyButton text={() => reportOf(event, issue)} what="the report">
        Copy as text <kbd>c</kbd>
      </CopyButton>
      <nav className="steps" aria-label="Events of this issue">
        <span className="count-of">{countOf(issue.count, 'event')}</span>
        <Step label="← Older" keys="j" issueId={issue.id} to={neighbours.older} />
        <Step label="Newer →" keys="k" issueId={issue.id} to={neighbours.newer} />
        <Step
          label="Newest"
          issueId={issue.id}
          to={issue.latestEventId === event.id ? undefined : issue.latestEventId}
        />
      </nav>
    </div>
  )
}

function StatusButtons({ issue }: { issue: Issue }) {
  const { setStatus } = useIssueActions()
  const { status } = issue
  return (
    <span className="choice">
      <button
        type="button"
        aria-pressed={status === 'resolved'}
        onClick={() => void setStatus([issue], status === 'resolved' ? 'open' : 'resolved')}
      >
        {status === 'resolved' ? 'Resolved' : 'Resolve'} <kbd>e</kbd>
      </button>
      <button
        type="button"
        aria-pressed={status === 'ignored'}
        onClick={() => void setStatus([issue], status === 'ignored' ? 'open' : 'ignored')}
      >
        {status === 'ignored' ? 'Ignored' : 'Ignore'} <kbd>i</kbd>
      </button>
    </span>
  )
}

interface StepProps {
  label: string
  keys?: string
  issueId: string
  to: string | undefined
}

function Step({ label, keys, issueId, to }: StepProps) {
  if (to === undefined) return <span className="step">{label}</span>
  return (
    <a className="step" href={issueHref(issueId, to)} aria-keyshortcuts={keys}>
      {label}
    </a>
  )
}
