import { fieldsOf } from '../../src/event/fields.js'

/** A JSON object as a table of names and values; any other value as text. */
export function Value({ value }: { value: unknown }) {
  const fields = fieldsOf(value)
  if (!fields) return <span className="value-text">{asText(value)}</span>
  return (
    <dl className="pairs">
      {Object.entries(fields).map(([name, member]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{asText(member)}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Strings as they are, everything else as JSON. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value
  const text = JSON.stringify(value, null, 1) ?? ''
  // Short structures read better on one line.
  return text.length < 80 ? text.replace(/\n\s*/g, ' ') : text
}
