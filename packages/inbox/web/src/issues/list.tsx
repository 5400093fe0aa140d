import { useEffect, useRef, useState } from 'react'
import type { IssuesAnswer } from '../../../src/api/answers.js'
import { useKeys } from '../shell/keys.js'
import { issuesHref } from '../shell/route.js'
import { countOf } from '../shell/words.js'
import { useBulk } from './bulk.js'
import { useHeld } from './held.js'
import { ListHead } from './list-head.js'
import { MergeDialog } from './merge-dialog.js'
import { Pages, perPage } from './pages.js'
import { Row } from './row.js'
import type { Search } from './search.js'
import { focusIssue, useSelection } from './selection.js'

interface Props {
  answer: IssuesAnswer
  search: Search
  page: number
  onPage(page: number): void
  onSearchAll(): void
}

export function IssueList({ answer, search, page, onPage, onSearchAll }: Props) {
  const [isPointed, setPointed] = useState(false)
  const selection = useSelection()
  const { shown, waiting, release } = useHeld(answer.issues, isPointed || selection.ids.size > 0)
  const isFresh = useFresh(answer.issues)
  const bulk = useBulk(shown, selection)
  const pages = Math.max(1, Math.ceil(answer.total / perPage))
  useKeys({
    ...bulk.keys,
    n: page < pages ? () => onPage(page + 1) : undefined,
    p: page > 1 ? () => onPage(page - 1) : undefined,
  })
  useReturn()
  return (
    <>
      <ListHead
        sentence={search.problem ?? countOf(answer.total, 'issue')}
        waiting={waiting}
        onShowWaiting={release}
        shown={shown}
        selection={selection}
        bulk={bulk}
      />
      {shown.length === 0 ? (
        <NoMatch search={search} onSearchAll={onSearchAll} />
      ) : (
        // Whoever points at a row is about to click it: it is not to move away.
        <ul
          className="issues"
          onPointerEnter={({ pointerType }) => setPointed(pointerType === 'mouse')}
          onPointerLeave={() => setPointed(false)}
        >
          {shown.map((issue) => (
            <Row
              key={issue.id}
              issue={issue}
              isChecked={selection.ids.has(issue.id)}
              isFresh={isFresh(issue)}
              onCheck={() => selection.toggle(issue.id)}
            />
          ))}
        </ul>
      )}
      {pages > 1 && <Pages page={page} pages={pages} onPage={onPage} />}
      {bulk.merging && (
        <MergeDialog issues={bulk.merging} onMerge={bulk.merge} onClose={bulk.cancelMerge} />
      )}
    </>
  )
}

/** Marks what was not there when the list was first shown, and came since. */
function useFresh(
  issues: IssuesAnswer['issues'],
): (issue: IssuesAnswer['issues'][number]) => boolean {
  const [known] = useState(() => new Set(issues.map(({ id }) => id)))
  const [opened] = useState(Date.now)
  return ({ id, firstSeen, regressedAt }) =>
    !known.has(id) && Date.parse(regressedAt ?? firstSeen) > opened - 60_000
}

let left: string | undefined

/** Who comes back from an issue stands where they were. */
function useReturn(): void {
  const isFirst = useRef(true)
  useEffect(() => {
    if (isFirst.current && left !== undefined) focusIssue(left)
    isFirst.current = false
    left = undefined
    const note = ({ target }: Event) => {
      left = (target as Element).closest<HTMLElement>('.issue-link')?.dataset.issue ?? left
    }
    addEventListener('click', note, true)
    return () => removeEventListener('click', note, true)
  }, [])
}

function NoMatch({ search, onSearchAll }: { search: Search; onSearchAll(): void }) {
  const { words, filters, tags, status } = search
  const isPlain = words.length + Object.keys(filters).length + tags.length === 0
  return (
    <section className="nothing">
      <p>{isPlain && status === 'open' ? 'No issue is open.' : 'No issue matches.'}</p>
      {status === undefined ? (
        <a href={issuesHref}>Show all open issues</a>
      ) : (
        <button type="button" onClick={onSearchAll}>
          Look among all issues
        </button>
      )}
    </section>
  )
}
