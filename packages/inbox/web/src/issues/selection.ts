import { useState } from 'react'

export interface Selection {
  ids: ReadonlySet<string>
  toggle(id: string): void
  set(ids: Iterable<string>): void
  clear(): void
}

/** Which rows are checked. */
export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  return {
    ids,
    toggle: (id) =>
      setIds((before) => {
        const next = new Set(before)
        if (!next.delete(id)) next.add(id)
        return next
      }),
    set: (all) => setIds(new Set(all)),
    clear: () => setIds(new Set()),
  }
}

/** The issue whose row has the focus. */
export function focusedIssue(): string | undefined {
  const row = document.activeElement?.closest('.issue-row')
  return row?.querySelector<HTMLElement>('[data-issue]')?.dataset.issue
}

export function focusIssue(id: string | undefined): void {
  const links = [...document.querySelectorAll<HTMLElement>('.issue-link')]
  const link = links.find(({ dataset }) => dataset.issue === id)
  link?.focus()
  link?.scrollIntoView({ block: 'nearest' })
}
