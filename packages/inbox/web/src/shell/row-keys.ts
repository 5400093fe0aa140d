import { useKeys } from './keys.js'

/** `j` and `k` go through the links of a view that stand for its rows. */
export function useRowKeys(): void {
  const step = (by: number) => () => {
    const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
    const at = rows.indexOf(document.activeElement as HTMLElement)
    const to = at === -1 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)
    rows[to]?.focus()
    rows[to]?.scrollIntoView({ block: 'nearest' })
  }
  useKeys({ j: step(1), k: step(-1) })
}
