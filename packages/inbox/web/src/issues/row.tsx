import type { Issue } from '../../../src/event/stored.js'
import { plain } from '../shell/plain.js'
import { issueHref } from '../shell/route.js'
import { Ago } from '../shell/time.js'
import { shortNumber } from '../shell/words.js'
import { Sparkline } from './sparkline.js'

interface Props {
  issue: Issue & { trend: number[] }
  isChecked: boolean
  /** It came while the page was open. */
  isFresh: boolean
  onCheck(): void
}

export function Row({ issue, isChecked, isFresh, onCheck }: Props) {
  const { type, text } = splitTitle(plain(issue.title))
  return (
    <li
      className="issue-row"
      data-level={issue.level}
      data-checked={isChecked}
      data-fresh={isFresh}
      data-status={issue.status}
    >
      <label className="check">
        <input
          type="checkbox"
          aria-label={`Select ${issue.title}`}
          checked={isChecked}
          onChange={onCheck}
        />
      </label>
      <a className="issue-link" href={issueHref(issue.id)} data-issue={issue.id}>
        <span className="title">
          {type && <b>{type}</b>} {text}
        </span>
        <span className="where">
          <span className="level">{issue.level}</span>
          <Marks issue={issue} />
          {issue.culprit && <code>{issue.culprit}</code>}
          <span className="origin">
            {issue.platform} · {issue.project}
          </span>
        </span>
      </a>
      <Sparkline values={issue.trend} />
      <span className="number users">
        {issue.users > 0 && shortNumber(issue.users)}{' '}
        {issue.users > 0 && <small>{issue.users === 1 ? 'user' : 'users'}</small>}
      </span>
      <span className="number count" title={issue.count.toLocaleString('en')}>
        {shortNumber(issue.count)} <small>{issue.count === 1 ? 'event' : 'events'}</small>
      </span>
      <span className="seen">
        <Ago iso={issue.lastSeen} />
        <small>
          since <Ago iso={issue.firstSeen} />
        </small>
      </span>
    </li>
  )
}

/** What sets an issue apart from an open one that is caught. */
export function Marks({ issue }: { issue: Issue }) {
  return (
    <>
      {issue.status !== 'open' && <span className="mark">{issue.status}</span>}
      {issue.status === 'open' && issue.regressedAt !== undefined && (
        <span className="mark regressed">regressed</span>
      )}
      {issue.handled === false && <span className="mark unhandled">unhandled</span>}
    </>
  )
}

/** The name of the error class apart, so that it can be set off. */
function splitTitle(title: string): { type?: string; text: string } {
  const match = /^(\*?[\w$.]+): (.*)$/.exec(title)
  return match?.[1] ? { type: match[1], text: match[2] ?? '' } : { text: title }
}
