import { type Fields, fieldsOf, listOf, numberOf, textOf } from '../../src/event/fields.js'
import { clockTime } from './time.js'
import { asText } from './value.js'

/** What led up to the event, the latest first. */
export function Breadcrumbs({ event }: { event: unknown }) {
  const crumbs = listOf(fieldsOf(event)?.breadcrumbs).toReversed()
  if (crumbs.length === 0) return null
  return (
    <section className="breadcrumbs">
      <h2>Breadcrumbs</h2>
      <ol>
        {crumbs.map((crumb, index) => (
          <li key={index} data-level={textOf(crumb.level)}>
            <span className="time">{timeOf(crumb)}</span>
            <span className="category">{textOf(crumb.category) ?? textOf(crumb.type) ?? ''}</span>
            <span className="text">{textOfCrumb(crumb)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function timeOf(crumb: Fields): string {
  const seconds = numberOf(crumb.timestamp)
  const time = new Date(seconds === undefined ? String(crumb.timestamp) : seconds * 1000)
  return Number.isNaN(time.getTime()) ? '' : clockTime(time)
}

function textOfCrumb(crumb: Fields): string {
  const data = fieldsOf(crumb.data) ?? {}
  const { from, to, method, url, status_code: status, reason } = data
  if (from !== undefined && to !== undefined) return `${asText(from)} → ${asText(to)}`
  if (url !== undefined) {
    const parts = [method, url, status, reason].filter((part) => part !== undefined)
    return parts.map(asText).join(' ')
  }
  const message = textOf(crumb.message)
  return message ?? (Object.keys(data).length > 0 ? asText(data) : '')
}
