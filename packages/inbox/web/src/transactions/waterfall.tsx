import { useState } from 'react'
import type { SpanAnswer } from '../../../src/api/answers.js'
import { countOf, duration } from '../shell/words.js'
import { isBad } from './list.js'

const shownAtFirst = 300

/** The spans as bars under each other, each where it began and as long as it took. */
export function Waterfall({ spans, total }: { spans: SpanAnswer[]; total: number }) {
  const [isWhole, setWhole] = useState(false)
  const start = Math.min(0, ...spans.map(({ offset }) => offset))
  const end = Math.max(total, ...spans.map(({ offset, duration }) => offset + duration), start + 1)
  const shown = isWhole ? spans : spans.slice(0, shownAtFirst)
  return (
    <section className="waterfall">
      <h2>Waterfall</h2>
      <ol>
        {shown.map((span) => (
          <Bar key={span.id} span={span} start={start} end={end} />
        ))}
      </ol>
      {shown.length < spans.length && (
        <button type="button" onClick={() => setWhole(true)}>
          Show {countOf(spans.length - shown.length, 'more span')}
        </button>
      )}
    </section>
  )
}

function Bar({ span, start, end }: { span: SpanAnswer; start: number; end: number }) {
  const { op, description, status, depth, offset } = span
  const part = (ms: number) => `${(ms / (end - start)) * 100}%`
  return (
    <li data-bad={isBad(status)}>
      <span className="span-words" style={{ paddingLeft: `${Math.min(depth, 12) * 10}px` }}>
        <b>{op || 'span'}</b> <span title={description}>{description}</span>
      </span>
      <span className="span-lane" title={`${duration(offset)} after the start`}>
        <span
          className="span-bar"
          style={{ left: part(offset - start), width: part(span.duration) }}
        />
      </span>
      <span className="span-took">
        {duration(span.duration)}
        {isBad(status) && <span className="hidden"> {status}</span>}
      </span>
    </li>
  )
}
