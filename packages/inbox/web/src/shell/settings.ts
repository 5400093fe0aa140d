import { useSyncExternalStore } from 'react'

/** What a reader chose on this machine, and what holds until then. */
const defaults = {
  /** Where a frame's file is opened; `{path}`, `{line}` and `{column}` are filled in. */
  editor: 'vscode://file{path}:{line}:{column}',
  /** The folder that relative paths of frames begin in. */
  root: '',
  shortcuts: 'on',
} as const

export type Setting = keyof typeof defaults

const listeners = new Set<() => void>()

export function useSetting(name: Setting): [value: string, set: (value: string) => void] {
  const value = useSyncExternalStore(subscribe, () => read(name))
  return [value, (next) => write(name, next)]
}

function read(name: Setting): string {
  try {
    return localStorage.getItem(`mayday.${name}`) ?? defaults[name]
  } catch {
    // Storage may be forbidden; the page works without.
    return defaults[name]
  }
}

function write(name: Setting, value: string): void {
  try {
    localStorage.setItem(`mayday.${name}`, value)
  } catch {
    // As above.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}
