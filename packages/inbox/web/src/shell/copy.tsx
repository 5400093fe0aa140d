import type { ReactNode } from 'react'
import { say } from './notice.js'

interface Props {
  /** Made only when it is asked for. */
  text: () => string
  /** What is said to have been copied. */
  what: string
  children: ReactNode
}

export function CopyButton({ text, what, children }: Props) {
  return (
    <button type="button" className="copy" onClick={() => void copy(text(), what)}>
      {children}
    </button>
  )
}

export async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    // Only https and localhost have a clipboard.
    copyFromField(text)
  }
  say(`Copied ${what}.`)
}

function copyFromField(text: string): void {
  const field = document.createElement('textarea')
  field.value = text
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}
