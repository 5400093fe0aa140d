import { fieldsOf } from '../../../src/event/fields.js'
import { WebLink } from '../shell/web-link.js'
import { asText } from './text.js'

/** A JSON object as a table of names and values; any other value as text. */
export function Value({ value }: { value: unknown }) {
  const fields = fieldsOf(value)
  if (!fields) return <span className="value-text">{asText(value)}</span>
  return (
    <dl className="pairs">
      {Object.entries(fields).map(([name, member]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <WebLink text={asText(member)} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
