import { useQuery } from '@tanstack/react-query'
import type { TransactionAnswer } from '../../../src/api/answers.js'
import { fieldsOf } from '../../../src/event/fields.js'
import { transactionQuery } from '../data/queries.js'
import { Section } from '../event/facts.js'
import { pairsOf } from '../event/pairs.js'
import { RawJson } from '../event/raw-json.js'
import { RequestFacts } from '../event/request.js'
import { Trace } from '../event/trace.js'
import { Failure } from '../shell/failure.js'
import { useKeys } from '../shell/keys.js'
import { hrefWith, issueHref, navigate } from '../shell/route.js'
import { Ago } from '../shell/time.js'
import { duration } from '../shell/words.js'
import { isBad } from './list.js'
import { Waterfall } from './waterfall.js'

export function TransactionPage({ id }: { id: string }) {
  const { data, error } = useQuery(transactionQuery(id))
  const listHref = data
    ? hrefWith('/transactions', { project: data.project, name: data.name })
    : '/transactions'
  useKeys({ u: () => navigate(listHref) })
  if (error) return <Failure title="This transaction is not here" error={error} />
  if (!data) return null
  const payload = fieldsOf(data.payload) ?? {}
  const request = fieldsOf(payload.request)
  const facts = [data.op, data.environment, data.release, `project ${data.project}`]
  return (
    <article className="event transaction">
      <title>{`${data.name} · Mayday Inbox`}</title>
      <p className="trail">
        <a href={listHref} aria-keyshortcuts="u">
          ← {data.name}
        </a>
      </p>
      <header className="headline" data-level={isBad(data.status) ? 'error' : 'info'}>
        <h1>{data.name}</h1>
        <p className="marks">
          <b>{duration(data.duration)}</b>
          <span className={isBad(data.status) ? 'level' : undefined}>{data.status}</span>
          {facts.filter(Boolean).map((fact, index) => (
            <span key={index}>{fact}</span>
          ))}
          <Ago iso={data.startedAt} />
        </p>
      </header>
      <Errors errors={data.errors} />
      <Waterfall spans={data.spans} total={data.duration} />
      <Trace
        traceId={data.traceId}
        without={[data.id, ...data.errors.map(({ eventId }) => eventId)]}
      />
      {request && <RequestFacts request={request} />}
      <Section title="Tags" value={Object.fromEntries(pairsOf(payload.tags))} />
      <RawJson value={data.payload} />
    </article>
  )
}

function Errors({ errors }: { errors: TransactionAnswer['errors'] }) {
  if (errors.length === 0) return null
  return (
    <section className="trace-errors">
      <h2>Errors of its trace</h2>
      <ul>
        {errors.map(({ eventId, issueId, title, timestamp }) => (
          <li key={eventId}>
            <a href={issueHref(issueId, eventId)}>{title}</a>{' '}
            <small>
              <Ago iso={timestamp} />
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}
