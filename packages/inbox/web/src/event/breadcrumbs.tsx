import { useState } from 'react'
import type { StoredEvent } from '../../../src/event/stored.js'
import { clockTime } from '../shell/time.js'
import { countOf, duration } from '../shell/words.js'
import { type Crumb, crumbsOf } from './crumbs.js'
import { asText } from './text.js'

const shownAtFirst = 30

/** What led up to the event, the latest first, each with how long before. */
export function Breadcrumbs({ event }: { event: StoredEvent }) {
  const [isWhole, setWhole] = useState(false)
  const crumbs = crumbsOf(event.event)
  if (crumbs.length === 0) return null
  const shown = isWhole ? crumbs : crumbs.slice(0, shownAtFirst)
  const at = Date.parse(event.timestamp)
  return (
    <section className="breadcrumbs">
      <h2>Breadcrumbs</h2>
      <ol>
        {shown.map((crumb, index) => (
          <li key={index} data-level={crumb.level}>
            <Time crumb={crumb} at={at} />
            <span className="category">{crumb.category}</span>
            <span className="text">
              {crumb.text}
              <Data crumb={crumb} />
            </span>
          </li>
        ))}
      </ol>
      {shown.length < crumbs.length && (
        <button type="button" onClick={() => setWhole(true)}>
          {countOf(crumbs.length - shown.length, 'earlier breadcrumb')}
        </button>
      )}
    </section>
  )
}

function Time({ crumb: { time }, at }: { crumb: Crumb; at: number }) {
  if (!time) return <span className="time" />
  return (
    <time className="time" dateTime={time.toISOString()} title={clockTime(time)}>
      {duration(time.getTime() - at).replace(/^-/, '−')}
    </time>
  )
}

function Data({ crumb: { data, text } }: { crumb: Crumb }) {
  if (Object.keys(data).length === 0) return null
  return <span className="crumb-data">{(text ? ' ' : '') + asText(data).slice(0, 500)}</span>
}
