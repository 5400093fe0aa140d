import { useQuery } from '@tanstack/react-query'
import { issuesQuery, totalsQuery } from '../data/queries.js'
import { Failure } from '../shell/failure.js'
import { hrefWith, issuesHref, replaceAddress } from '../shell/route.js'
import { SearchField } from '../shell/search-field.js'
import { Welcome } from '../shell/welcome.js'
import { FilterBar } from './filter-bar.js'
import { IssueList } from './list.js'
import { perPage } from './pages.js'
import { paramsOf, parseSearch, type Search, withPair } from './search.js'

export function IssuesPage({ params }: { params: URLSearchParams }) {
  const text = params.get('query') ?? ''
  const sort = params.get('sort') ?? 'lastSeen'
  const page = Math.max(1, Math.trunc(Number(params.get('page'))) || 1)
  const search = parseSearch(text)
  const { data, error } = useQuery(issuesQuery(requestOf(search, sort, page)))
  const { data: totals } = useQuery(totalsQuery)
  const show = (changes: { query?: string; sort?: string; page?: string }) =>
    replaceAddress(
      hrefWith(issuesHref, { query: text, sort: params.get('sort') ?? '', ...changes }),
    )
  if (error && !data) return <Failure title="The issues could not be read" error={error} />
  if (totals?.issues === 0 && data?.total === 0) return <Welcome />
  return (
    <>
      <title>Issues · Mayday Inbox</title>
      <h1 className="hidden">Issues</h1>
      <SearchField
        value={text}
        label="Search issues"
        placeholder="Words, release:1.2 environment:prod level:error is:resolved key:value"
        onSearch={(query) => show({ query })}
        onDone={focusFirst}
      />
      <FilterBar
        text={text}
        sort={sort}
        onSearch={(query) => show({ query })}
        onSort={(chosen) => show({ sort: chosen === 'lastSeen' ? '' : chosen })}
      />
      {data && (
        <IssueList
          // Another search begins without what was checked in the last.
          key={`${text} ${sort} ${page}`}
          answer={data}
          search={search}
          page={page}
          onPage={(next) => {
            show({ page: next === 1 ? '' : String(next) })
            scrollTo(0, 0)
          }}
          onSearchAll={() => show({ query: withPair(text, 'is', 'any') })}
        />
      )}
    </>
  )
}

function requestOf(search: Search, sort: string, page: number): string {
  const params = paramsOf(search)
  if (sort !== 'lastSeen') params.set('sort', sort)
  params.set('limit', String(perPage))
  if (page > 1) params.set('offset', String((page - 1) * perPage))
  return params.toString()
}

function focusFirst(): void {
  const link = document.querySelector<HTMLElement>('.issue-link')
  if (link) link.focus()
  else (document.activeElement as HTMLElement | null)?.blur()
}
