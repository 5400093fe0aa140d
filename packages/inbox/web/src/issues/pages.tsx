export const perPage = 50

interface Props {
  page: number
  pages: number
  onPage(page: number): void
}

export function Pages({ page, pages, onPage }: Props) {
  return (
    <nav className="pages" aria-label="Pages">
      <button type="button" disabled={page <= 1} onClick={() => onPage(page - 1)}>
        ← Previous
      </button>
      <span>
        Page {page.toLocaleString('en')} of {pages.toLocaleString('en')}
      </span>
      <button type="button" disabled={page >= pages} onClick={() => onPage(page + 1)}>
        Next →
      </button>
    </nav>
  )
}
