import { useQuery } from '@tanstack/react-query'
import type { TraceEntry } from '../../../src/api/answers.js'
import { traceQuery } from '../data/queries.js'
import { issueHref, transactionHref } from '../shell/route.js'
import { clockTime } from '../shell/time.js'
import { duration } from '../shell/words.js'

const shown = 50

/** What else happened in the same trace, in all services that send here. */
export function Trace({ traceId, without }: { traceId: string; without: string[] }) {
  const { data } = useQuery(traceQuery(traceId))
  const entries =
    data?.entries.filter((entry) => entry.kind === 'log' || !without.includes(entry.id)) ?? []
  if (entries.length === 0) return null
  return (
    <section className="trace">
      <h2>Same trace</h2>
      <ol>
        {entries.slice(0, shown).map((entry, index) => (
          <li key={index} data-kind={entry.kind}>
            <time dateTime={entry.timestamp}>{clockTime(new Date(entry.timestamp))}</time>
            <span className="kind">{entry.kind}</span>
            <Words entry={entry} />
          </li>
        ))}
      </ol>
      {entries.length > shown && <p className="quiet">and {entries.length - shown} more</p>}
    </section>
  )
}

function Words({ entry }: { entry: TraceEntry }) {
  switch (entry.kind) {
    case 'error':
      return <a href={issueHref(entry.issueId, entry.id)}>{entry.title}</a>
    case 'transaction':
      return (
        <span>
          <a href={transactionHref(entry.id)}>{entry.name}</a>{' '}
          <small>{duration(entry.duration)}</small>
        </span>
      )
    case 'log':
      return <code>{entry.body}</code>
  }
}
