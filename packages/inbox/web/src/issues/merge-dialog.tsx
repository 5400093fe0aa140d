import { useEffect, useRef, useState } from 'react'
import type { Issue } from '../../../src/event/stored.js'
import { countOf } from '../shell/words.js'

interface Props {
  issues: readonly Issue[]
  onMerge(into: Issue): void
  onClose(): void
}

/** Asks which issue the others become part of: a merge cannot be taken back. */
export function MergeDialog({ issues, onMerge, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [chosen, setChosen] = useState(() => oldest(issues)?.id)
  useEffect(() => dialog.current?.showModal(), [])
  const into = issues.find(({ id }) => id === chosen)
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="merge-title" onClose={onClose}>
      <form
        method="dialog"
        onSubmit={() => {
          if (into) onMerge(into)
        }}
      >
        <h2 id="merge-title">Merge {countOf(issues.length, 'issue')}</h2>
        <p>
          The others become part of the one that you choose, with what follows of them. This cannot
          be undone.
        </p>
        <fieldset>
          <legend className="hidden">Keep</legend>
          {issues.map((issue) => (
            <label key={issue.id} className="option">
              <input
                type="radio"
                name="into"
                checked={issue.id === chosen}
                onChange={() => setChosen(issue.id)}
              />
              <span>
                {issue.title} <small>{countOf(issue.count, 'event')}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <p className="buttons">
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" className="primary">
            Merge
          </button>
        </p>
      </form>
    </dialog>
  )
}

function oldest(issues: readonly Issue[]): Issue | undefined {
  return issues.toSorted((one, other) => one.firstSeen.localeCompare(other.firstSeen))[0]
}
