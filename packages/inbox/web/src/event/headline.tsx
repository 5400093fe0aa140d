import { fieldsOf, textOf } from '../../../src/event/fields.js'
import type { Issue, StoredEvent } from '../../../src/event/stored.js'
import { messageOf } from '../../../src/event/summary.js'
import { Marks } from '../issues/row.js'
import { plain } from '../shell/plain.js'
import { Ago } from '../shell/time.js'
import { countOf } from '../shell/words.js'

export function Headline({ issue, event }: { issue: Issue; event: StoredEvent }) {
  const fields = fieldsOf(event.event) ?? {}
  const message = messageOf(fields)
  const facts = [event.platform, textOf(fields.environment), textOf(fields.release)]
  return (
    <header className="headline">
      <h1>{plain(event.title)}</h1>
      {event.culprit && <code className="culprit">{event.culprit}</code>}
      <p className="marks">
        <span className="level">{event.level}</span>
        <Marks issue={issue} />
        {event.handled === true && <span>handled</span>}
        {facts.filter(Boolean).map((fact, index) => (
          <span key={index}>{fact}</span>
        ))}
        <span>project {event.project}</span>
        {issue.users > 0 && <span>{countOf(issue.users, 'user')}</span>}
        <Ago iso={event.timestamp} />
      </p>
      {message !== undefined && message.trim() !== event.title && (
        <p className="message">{message}</p>
      )}
    </header>
  )
}
