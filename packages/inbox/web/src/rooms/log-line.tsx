import { memo, useState } from 'react'
import type { LogAnswer } from '../../../src/api/answers.js'
import { asText } from '../event/text.js'
import { Value } from '../event/value.js'
import { hrefWith } from '../shell/route.js'
import { clockTime } from '../shell/time.js'

const longestBody = 2000

/** A log in one line; what came with it opens below. */
export const LogLine = memo(function LogLine({ log }: { log: LogAnswer }) {
  const [isOpen, setOpen] = useState(false)
  const time = new Date(log.timestamp)
  const attributes = Object.entries(log.attributes)
  return (
    <li data-log={log.level}>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary className="log-line">
          <time dateTime={log.timestamp} title={time.toLocaleString()}>
            {clockTime(time)}
          </time>
          <span className="log-level">{log.level}</span>
          <span className="log-body">
            {log.body.slice(0, longestBody)}
            {attributes.length > 0 && <span className="log-attributes">{short(attributes)}</span>}
          </span>
        </summary>
        {isOpen && <Details log={log} />}
      </details>
    </li>
  )
})

function short(attributes: [string, unknown][]): string {
  const shown = attributes.filter(([name]) => !name.startsWith('sentry.')).slice(0, 6)
  return shown.map(([name, value]) => ` ${name}=${asText(value).slice(0, 60)}`).join('')
}

function Details({ log }: { log: LogAnswer }) {
  const { project, environment, release, traceId, attributes } = log
  const facts = { project, environment, release, ...attributes }
  const known = Object.entries(facts).filter(([, value]) => value !== undefined)
  return (
    <div className="log-details">
      {log.body.length > longestBody && <pre>{log.body}</pre>}
      <Value value={Object.fromEntries(known)} />
      {traceId !== undefined && (
        <p>
          <a href={hrefWith('/logs', { trace: traceId })}>Logs of the same trace</a>
        </p>
      )}
    </div>
  )
}
