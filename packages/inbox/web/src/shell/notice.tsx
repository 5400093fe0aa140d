import { useEffect, useSyncExternalStore } from 'react'
import { useKeys } from './keys.js'

interface Said {
  text: string
  undo?: () => void
}

const shownFor = 10_000
let said: Said | undefined
const listeners = new Set<() => void>()

/** Tells the reader what has happened, with a way back where there is one. */
export function say(text: string, undo?: () => void): void {
  set({ text, ...(undo && { undo }) })
}

function set(next: Said | undefined): void {
  said = next
  for (const listener of listeners) listener()
}

/** The latest of what was said, at the foot of the page, where it moves nothing. */
export function Notice() {
  const shown = useSyncExternalStore(subscribe, () => said)
  const undo =
    shown?.undo &&
    (() => {
      set(undefined)
      shown.undo?.()
    })
  useKeys({ z: undo })
  useEffect(() => {
    const timer = setTimeout(() => shown === said && set(undefined), shownFor)
    return () => clearTimeout(timer)
  }, [shown])
  return (
    <div className="notice" role="status" data-shown={shown !== undefined}>
      {shown?.text}
      {undo && (
        <button type="button" onClick={undo}>
          Undo <kbd>z</kbd>
        </button>
      )}
    </div>
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
