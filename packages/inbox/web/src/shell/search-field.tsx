import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useKeys } from './keys.js'

interface Props {
  value: string
  label: string
  placeholder: string
  /** Called with what was written, after a short pause. */
  onSearch(text: string): void
  /** Enter: on to the results. */
  onDone?(): void
}

const pause = 150

/** A search field that `/` leads to, and Escape and Enter out of. */
export function SearchField({ value, label, placeholder, onSearch, onDone }: Props) {
  const [text, setText] = useState(value)
  const [from, setFrom] = useState(value)
  const field = useRef<HTMLInputElement>(null)
  // What was chosen elsewhere shows here.
  if (value !== from) {
    setFrom(value)
    setText(value)
  }
  const search = useEffectEvent(() => {
    if (text !== value) onSearch(text)
  })
  useEffect(() => {
    if (text === from) return
    const timer = setTimeout(search, pause)
    return () => clearTimeout(timer)
  }, [text, from])
  useKeys({ '/': () => field.current?.select() })
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === 'Enter') {
      search()
      onDone?.()
    } else if (key === 'Escape') field.current?.blur()
  }
  return (
    <input
      ref={field}
      className="search"
      type="search"
      value={text}
      aria-label={label}
      aria-keyshortcuts="/"
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={false}
      onChange={({ target }) => setText(target.value)}
      onKeyDown={onKeyDown}
    />
  )
}
