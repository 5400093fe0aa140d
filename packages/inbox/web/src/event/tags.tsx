import type { IssueAnswer } from '../../../src/api/answers.js'
import { fieldsOf } from '../../../src/event/fields.js'
import type { StoredEvent } from '../../../src/event/stored.js'
import { pair } from '../issues/search.js'
import { hrefWith, issuesHref } from '../shell/route.js'
import { percent } from '../shell/words.js'
import { pairsOf } from './pairs.js'

interface Props {
  tags: IssueAnswer['tags']
  event: StoredEvent
  count: number
}

/** The tags of the event, each with how it is spread over all events of the issue. */
export function TagDistribution({ tags, event, count }: Props) {
  const own = ownTags(event)
  const keys = new Set([...own.keys(), ...tags.map(({ key }) => key)])
  if (keys.size === 0) return null
  return (
    <section className="tags">
      <h2>Tags</h2>
      <dl>
        {[...keys].map((key) => (
          <Tag
            key={key}
            name={key}
            value={own.get(key)}
            values={tags.find((tag) => tag.key === key)?.values ?? []}
            count={count}
          />
        ))}
      </dl>
    </section>
  )
}

/** With those that the Inbox makes of an event's own members. */
function ownTags({ event, level, handled }: StoredEvent): Map<string, string> {
  const { tags, release, environment } = fieldsOf(event) ?? {}
  const made = { release, environment, level, handled }
  return new Map([...pairsOf(tags), ...pairsOf(made)])
}

interface TagProps {
  name: string
  value: string | undefined
  values: { value: string; count: number }[]
  count: number
}

function Tag({ name, value, values, count }: TagProps) {
  const all = Math.max(
    1,
    count,
    values.reduce((sum, one) => sum + one.count, 0),
  )
  const others = values.filter((one) => one.value !== value)
  const own = values.find((one) => one.value === value)
  return (
    <div className="tag">
      <dt>{name}</dt>
      <dd>
        {value !== undefined && (
          <Share name={name} value={value} share={(own?.count ?? 1) / all} own />
        )}
        {others.map((one) => (
          <Share key={one.value} name={name} value={one.value} share={one.count / all} />
        ))}
      </dd>
    </div>
  )
}

interface ShareProps {
  name: string
  value: string
  share: number
  own?: boolean
}

function Share({ name, value, share, own = false }: ShareProps) {
  return (
    <a
      className="share"
      data-own={own}
      href={hrefWith(issuesHref, { query: pair(name, value) })}
      title={`Issues with ${name} ${value}`}
    >
      <span className="share-bar" style={{ width: `${Math.min(100, share * 100)}%` }} />
      <span className="share-value">{value}</span>
      <span className="share-part">{percent(Math.round(share * 100) / 100)}</span>
    </a>
  )
}
