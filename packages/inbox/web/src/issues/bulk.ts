import { useEffect, useRef, useState } from 'react'
import type { Issue, IssueStatus } from '../../../src/event/stored.js'
import type { Keys } from '../shell/keys.js'
import { say } from '../shell/notice.js'
import { useIssueActions } from './actions.js'
import { focusedIssue, focusIssue, type Selection } from './selection.js'

export interface Bulk {
  keys: Keys
  setStatus(status: IssueStatus): void
  /** The issues that the dialog asks about. */
  merging: Issue[] | undefined
  startMerge(): void
  cancelMerge(): void
  merge(into: Issue): void
}

/** What is done to the checked issues, or else to the one that has the focus. */
export function useBulk(shown: Issue[], selection: Selection): Bulk {
  const actions = useIssueActions()
  const [merging, setMerging] = useState<Issue[]>()
  const moveOn = useFocusAfter(shown)
  const chosen = (): Issue[] => {
    const ids = selection.ids.size > 0 ? selection.ids : new Set([focusedIssue()])
    return shown.filter(({ id }) => ids.has(id))
  }
  const setStatus = (status: IssueStatus) => {
    const issues = chosen()
    if (issues.length === 0) return say('Move to an issue with j and k, or check some with x.')
    // The same key takes it back where all have that status already.
    const goal = issues.every((issue) => issue.status === status) ? 'open' : status
    moveOn(issues)
    selection.clear()
    void actions.setStatus(issues, goal)
  }
  const startMerge = () => {
    const issues = chosen()
    if (issues.length > 1) setMerging(issues)
    else say('Check two issues or more with x to merge them.')
  }
  const merge = (into: Issue) => {
    const others = (merging ?? []).filter(({ id }) => id !== into.id)
    moveOn(others, into.id)
    selection.clear()
    void actions.merge(into, others)
  }
  const toggle = () => {
    const id = focusedIssue()
    if (id !== undefined) selection.toggle(id)
  }
  const keys: Keys = {
    ...stepKeys(shown),
    x: toggle,
    e: () => setStatus('resolved'),
    i: () => setStatus('ignored'),
    m: startMerge,
    Escape: selection.ids.size > 0 ? selection.clear : undefined,
  }
  return { keys, merging, setStatus, startMerge, cancelMerge: () => setMerging(undefined), merge }
}

/** When the row that has the focus leaves the list, the next one gets it. */
function useFocusAfter(shown: Issue[]): (gone: Issue[], to?: string) => void {
  const goal = useRef<{ to: string | undefined; gone: Set<string> }>(undefined)
  useEffect(() => {
    const { to, gone } = goal.current ?? {}
    if (gone === undefined || shown.some(({ id }) => gone.has(id))) return
    if (focusedIssue() === undefined) focusIssue(to)
    goal.current = undefined
  }, [shown])
  return (issues, to) => {
    const gone = new Set(issues.map(({ id }) => id))
    const last = shown.findLastIndex(({ id }) => gone.has(id))
    const left = (from: Issue[]) => from.filter(({ id }) => !gone.has(id))
    const next = left(shown.slice(last + 1))[0] ?? left(shown).at(-1)
    goal.current = { to: to ?? next?.id, gone }
  }
}

function stepKeys(shown: Issue[]): Keys {
  const step = (by: number) => () => {
    const at = shown.findIndex(({ id }) => id === focusedIssue())
    const to = at === -1 ? 0 : Math.min(Math.max(at + by, 0), shown.length - 1)
    focusIssue(shown[to]?.id)
  }
  return { j: step(1), k: step(-1) }
}
