import { useState } from 'react'
import { CopyButton } from '../shell/copy.js'

/** The event as it was sent, rendered only when somebody asks for it: it may be a mebibyte. */
export function RawJson({ value }: { value: unknown }) {
  const [open, setOpen] = useState(false)
  return (
    <details className="raw" onToggle={(toggle) => setOpen(toggle.currentTarget.open)}>
      <summary className="raw-label">As it was sent (JSON)</summary>
      {open && <Text text={JSON.stringify(value, null, 2)} />}
    </details>
  )
}

function Text({ text }: { text: string }) {
  return (
    <div className="code">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable */}
      <pre tabIndex={0}>{text}</pre>
      <CopyButton text={() => text} what="the JSON">
        Copy
      </CopyButton>
    </div>
  )
}
