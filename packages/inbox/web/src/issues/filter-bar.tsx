import { useQuery } from '@tanstack/react-query'
import type { FiltersAnswer } from '../../../src/api/answers.js'
import { filtersQuery } from '../data/queries.js'
import { Choice } from '../shell/choice.js'
import { type Filter, filters, parseSearch, withPair } from './search.js'

const statuses = [
  ['open', 'Open'],
  ['resolved', 'Resolved'],
  ['ignored', 'Ignored'],
  ['any', 'All'],
] as const

const sorts = [
  ['lastSeen', 'Last seen'],
  ['firstSeen', 'First seen'],
  ['count', 'Events'],
  ['users', 'Users'],
] as const

interface Props {
  text: string
  sort: string
  onSearch(text: string): void
  onSort(sort: string): void
}

/** What can be chosen instead of written: it changes the text of the search, which stays the truth. */
export function FilterBar({ text, sort, onSearch, onSort }: Props) {
  const { data } = useQuery(filtersQuery)
  const search = parseSearch(text)
  const status = search.status ?? 'any'
  return (
    <div className="filter-bar">
      <fieldset className="choice" aria-label="Status">
        {statuses.map(([value, label]) => (
          <button
            key={value}
            type="button"
            aria-pressed={status === value}
            onClick={() => onSearch(withPair(text, 'is', value === 'open' ? undefined : value))}
          >
            {label}
          </button>
        ))}
      </fieldset>
      {filters.map((name) => (
        <Choice
          key={name}
          name={name}
          values={data?.[listOf[name]] ?? []}
          value={search.filters[name] ?? ''}
          onChoose={(value) => onSearch(withPair(text, name, value || undefined))}
        />
      ))}
      <select aria-label="Sort by" value={sort} onChange={({ target }) => onSort(target.value)}>
        {sorts.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  )
}

const listOf: Record<Filter, keyof FiltersAnswer> = {
  project: 'projects',
  release: 'releases',
  environment: 'environments',
  level: 'levels',
  platform: 'platforms',
}
