import { useEffect, useEffectEvent } from 'react'
import { useSetting } from './settings.js'

/** What keys do: `j`, `?`, `Escape`, or two in a row as `g i`. Undefined leaves a key to others. */
export type Keys = Record<string, (() => void) | undefined>

/** The latest first: a list's keys stand before the page's. */
const layers: ((name: string) => boolean)[] = []
const patience = 1200
let first: { key: string; at: number } | undefined

/** Listens for keys while the component is shown, except where somebody writes and in dialogs. */
export function useKeys(keys: Keys): void {
  const press = useEffectEvent((name: string): boolean => {
    const act = keys[name]
    act?.()
    return act !== undefined
  })
  useEffect(() => {
    const layer = (name: string) => press(name)
    layers.unshift(layer)
    return () => void layers.splice(layers.indexOf(layer), 1)
  }, [])
}

/** Begins to listen, unless the setting has the shortcuts switched off. */
export function useKeyboard(): void {
  const [isOn] = useSetting('shortcuts')
  useEffect(() => {
    if (isOn === 'off') return
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [isOn])
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  if (isWriting(event.target) || document.querySelector('dialog[open]')) return
  const before = first && event.timeStamp - first.at < patience ? `${first.key} ` : ''
  first = before === '' ? { key: event.key, at: event.timeStamp } : undefined
  const names = before === '' ? [event.key] : [before + event.key, event.key]
  if (names.some((name) => layers.some((press) => press(name)))) event.preventDefault()
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox'
  return target.isContentEditable || /^(?:TEXTAREA|SELECT)$/.test(target.tagName)
}
