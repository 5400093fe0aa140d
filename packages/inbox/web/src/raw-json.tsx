import { useState } from 'react'

/** The event as it was sent, rendered only when somebody asks for it: it may be a mebibyte. */
export function RawJson({ value }: { value: unknown }) {
  const [open, setOpen] = useState(false)
  return (
    <details className="raw" onToggle={(toggle) => setOpen(toggle.currentTarget.open)}>
      <summary className="raw-label">Event as it was sent (JSON)</summary>
      {open && <pre>{JSON.stringify(value, null, 2)}</pre>}
    </details>
  )
}
