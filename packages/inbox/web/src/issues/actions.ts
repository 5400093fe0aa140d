import { useQueryClient } from '@tanstack/react-query'
import type { Issue, IssueStatus } from '../../../src/event/stored.js'
import { postJson } from '../data/api.js'
import { say } from '../shell/notice.js'
import { countOf } from '../shell/words.js'

const done: Record<IssueStatus, string> = {
  open: 'Opened',
  resolved: 'Resolved',
  ignored: 'Ignored',
}

export interface IssueActions {
  /** Gives issues a status, and offers to take it back. */
  setStatus(issues: readonly Issue[], status: IssueStatus): Promise<void>
  /** Makes one issue of several. */
  merge(into: Issue, others: readonly Issue[]): Promise<void>
}

export function useIssueActions(): IssueActions {
  const client = useQueryClient()
  const refresh = () =>
    Promise.all(
      ['issues', 'issue', 'event', 'totals'].map((room) =>
        client.invalidateQueries({ queryKey: [room] }),
      ),
    )
  const change = async (act: () => Promise<unknown>, sentence: string, undo?: () => void) => {
    try {
      await act()
      say(sentence, undo)
    } catch (error) {
      say(error instanceof Error ? error.message : String(error))
    }
    await refresh()
  }
  const setStatus: IssueActions['setStatus'] = (issues, status) => {
    const back = async () => {
      await Promise.all(issues.map((issue) => postStatus(issue.id, issue.status)))
      await refresh()
    }
    return change(
      () => Promise.all(issues.map(({ id }) => postStatus(id, status))),
      `${done[status]} ${countOf(issues.length, 'issue')}.`,
      () => void back(),
    )
  }
  const merge: IssueActions['merge'] = (into, others) =>
    change(
      async () => {
        // One after the other: each moves rows of the same issue.
        for (const { id } of others) await postJson(`/issues/${into.id}`, { merge: id })
      },
      `Merged ${countOf(others.length + 1, 'issue')} into one.`,
    )
  return { setStatus, merge }
}

function postStatus(id: string, status: IssueStatus): Promise<unknown> {
  return postJson(`/issues/${id}`, { status })
}
