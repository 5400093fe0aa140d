import { useQuery } from '@tanstack/react-query'
import type { DeliveryAnswer } from '../../../src/api/answers.js'
import { Bars } from '../charts/bars.js'
import { deliveryQuery } from '../data/queries.js'
import { Failure } from '../shell/failure.js'
import { countOf } from '../shell/words.js'
import { quantityInWords, reasonInWords } from './reasons.js'
import { RoomFilter } from './room-filter.js'

export function DeliveryPage({ params }: { params: URLSearchParams }) {
  const { data, error } = useQuery(deliveryQuery(params.toString()))
  if (error && !data) return <Failure title="The reports could not be read" error={error} />
  if (!data) return null
  return (
    <>
      <title>Delivery · Mayday Inbox</title>
      <div className="room-head">
        <h1>Delivery</h1>
        <div className="filter-bar">
          <RoomFilter path="/delivery" params={params} by="project" />
        </div>
      </div>
      <div className="columns">
        <section className="discards">
          <h2>Captured and never sent</h2>
          <Discards discards={data.discards} />
        </section>
        <aside aria-label="In numbers">
          <section>
            <h2>Never sent, in the last 24 hours</h2>
            <Bars bars={barsOf(data.hours)} title="Never sent in each hour" noun="item" />
          </section>
          <Accepted accepted={data.accepted} />
        </aside>
      </div>
    </>
  )
}

function Discards({ discards }: { discards: DeliveryAnswer['discards'] }) {
  if (discards.length === 0) {
    return (
      <p className="quiet">
        No SDK has reported a loss. They tell in client reports what they captured and did not send;
        those appear here.
      </p>
    )
  }
  return (
    <ul>
      {discards.map(({ project, reason, category, quantity }) => (
        <li key={`${project} ${reason} ${category}`}>
          <p>
            <b>{quantityInWords(category, quantity)}</b>: {reasonInWords(reason)}
          </p>
          <p className="quiet">
            <code>{reason}</code> · project {project}
          </p>
        </li>
      ))}
    </ul>
  )
}

function Accepted({ accepted }: { accepted: DeliveryAnswer['accepted'] }) {
  if (accepted.length === 0) return null
  return (
    <section>
      <h2>Arrived</h2>
      <dl className="pairs">
        {accepted.map(({ project, events, transactions, logs }) => (
          <div key={project}>
            <dt>{project}</dt>
            <dd>
              {arrivedInWords([
                [events, 'event'],
                [transactions, 'transaction'],
                [logs, 'log'],
              ])}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function arrivedInWords(kinds: [count: number, noun: string][]): string {
  const arrived = kinds.filter(([count]) => count > 0)
  return arrived.map(([count, noun]) => countOf(count, noun)).join(', ')
}

function barsOf(hours: number[]): { label: string; value: number }[] {
  const now = Date.now()
  return hours.map((value, index) => {
    const at = new Date(now - (hours.length - 1 - index) * 3_600_000)
    return { label: `${String(at.getHours()).padStart(2, '0')}:00`, value }
  })
}
