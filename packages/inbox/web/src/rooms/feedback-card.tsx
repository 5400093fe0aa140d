import type { FeedbackAnswer } from '../../../src/api/answers.js'
import { issueHref } from '../shell/route.js'
import { Ago } from '../shell/time.js'
import { WebLink } from '../shell/web-link.js'

interface Props {
  feedback: FeedbackAnswer['feedback'][number]
  /** The issue that it is about is on the page already. */
  isInIssue?: boolean
}

export function FeedbackCard({ feedback, isInIssue = false }: Props) {
  const { name, email, message, url, source, eventId, issueId, receivedAt, project } = feedback
  return (
    <li className="feedback-card">
      <p className="who">
        <b>{name ?? email ?? 'Anonymous'}</b>
        {name !== undefined && email !== undefined && <span>{email}</span>}
        <Ago iso={receivedAt} />
        <span>project {project}</span>
        {source !== undefined && <span>{source}</span>}
      </p>
      <p className="said">{message}</p>
      <p className="who">
        {url !== undefined && (
          <span className="at">
            at <WebLink text={url} />
          </span>
        )}
        {!isInIssue && issueId !== undefined && (
          <a data-row href={issueHref(issueId, eventId)}>
            The error that it is about
          </a>
        )}
      </p>
    </li>
  )
}
