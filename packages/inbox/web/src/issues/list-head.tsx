import type { Issue } from '../../../src/event/stored.js'
import type { Bulk } from './bulk.js'
import type { Selection } from './selection.js'

interface Props {
  sentence: string
  /** How many came that are not shown while rows have to stay. */
  waiting: number
  onShowWaiting(): void
  shown: Issue[]
  selection: Selection
  bulk: Bulk
}

/** Says how many there are; when some are checked, what can be done to them stands in the same place. */
export function ListHead({ sentence, waiting, onShowWaiting, shown, selection, bulk }: Props) {
  const checked = selection.ids.size
  const isAll = checked > 0 && shown.every(({ id }) => selection.ids.has(id))
  return (
    <div className="list-head">
      <label className="check">
        <input
          type="checkbox"
          aria-label="Select all on this page"
          checked={isAll}
          disabled={shown.length === 0}
          ref={(box) => {
            if (box) box.indeterminate = checked > 0 && !isAll
          }}
          onChange={() => (isAll ? selection.clear() : selection.set(shown.map(({ id }) => id)))}
        />
      </label>
      <p role="status">{checked > 0 ? `${checked} selected` : sentence}</p>
      {checked > 0 && <Buttons bulk={bulk} selection={selection} />}
      {waiting > 0 && (
        <button type="button" className="waiting" onClick={onShowWaiting}>
          Show {waiting} more
        </button>
      )}
    </div>
  )
}

function Buttons({ bulk, selection }: { bulk: Bulk; selection: Selection }) {
  return (
    <span className="bulk">
      <button type="button" onClick={() => bulk.setStatus('resolved')}>
        Resolve <kbd>e</kbd>
      </button>
      <button type="button" onClick={() => bulk.setStatus('ignored')}>
        Ignore <kbd>i</kbd>
      </button>
      <button type="button" onClick={bulk.startMerge}>
        Merge <kbd>m</kbd>
      </button>
      <button type="button" onClick={selection.clear}>
        Clear <kbd>esc</kbd>
      </button>
    </span>
  )
}
