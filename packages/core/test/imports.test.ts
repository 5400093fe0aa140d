import { describe, expect, it, vi } from 'vitest'

/** Everything that hangs on the global object, and on what programs share through it. */
function snapshot(): Map<string, unknown> {
  const state = new Map<string, unknown>()
  const objects: [string, object][] = [
    ['globalThis', globalThis],
    ['console', console],
    ['process', process],
    ['Error', Error],
    ['Promise', Promise.prototype],
    ['Function', Function.prototype],
    ['EventTarget', EventTarget.prototype],
  ]
  for (const [name, object] of objects) {
    for (const key of Reflect.ownKeys(object)) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(object, key) ?? {}
      state.set(`${name}.${String(key)}`, get ? [get, set] : value)
    }
  }
  for (const name of process.eventNames()) {
    state.set(`listeners of ${String(name)}`, process.rawListeners(name))
  }
  return state
}

// The test runner keeps its own books there, and so does Node's HTTP client once anybody has loaded it.
const ignored = ['globalThis.__vitest', 'globalThis.__vite', 'globalThis.Symbol(undici.']
const isIgnored = (key: string): boolean => ignored.some((prefix) => key.startsWith(prefix))

describe.each(['@mayday/core', '@mayday/core/testing'])('importing %s', (name) => {
  it('changes nothing', async () => {
    vi.resetModules()
    vi.useFakeTimers()
    const before = snapshot()
    const module = (await import(/* @vite-ignore */ name)) as Record<string, unknown>
    const timers = vi.getTimerCount()
    const after = snapshot()
    vi.useRealTimers()
    expect(Object.keys(module).length).toBeGreaterThan(0)
    expect(timers).toBe(0)
    for (const [key, value] of after) {
      if (isIgnored(key)) continue
      // Accessors are pairs of functions; everything else has to be the very same.
      if (Array.isArray(value)) expect(value, key).toEqual(before.get(key))
      else expect(value, key).toBe(before.get(key))
    }
    const relevant = (state: Map<string, unknown>): string[] =>
      [...state.keys()].filter((key) => !isIgnored(key))
    expect(relevant(after)).toEqual(relevant(before))
    expect(Symbol.for('mayday') in globalThis).toBe(false)
  })
})

it('the first use makes one slot, under one name', async () => {
  vi.resetModules()
  const before = Reflect.ownKeys(globalThis)
  const { getCurrentScope } = await import('@mayday/core')
  expect(Reflect.ownKeys(globalThis)).toEqual(before)
  getCurrentScope()
  expect(Reflect.ownKeys(globalThis)).toEqual([...before, Symbol.for('mayday')])
  Reflect.deleteProperty(globalThis, Symbol.for('mayday'))
})
