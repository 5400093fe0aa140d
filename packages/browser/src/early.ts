// Notes what happens before `init()`, which then captures it with its time: the first thing that a page runs. It stands
// alone, so that it can also be written into the page itself, and has to stay as short as it is.
import type { Early, EarlyEntry } from '@mayday/core'

const key = Symbol.for('mayday.early')
const page = globalThis as unknown as EventTarget & Record<symbol | string, unknown>
const types = ['error', 'unhandledrejection']
const calls =
  'init,captureException,captureMessage,captureEvent,addBreadcrumb,setUser,setTag,setTags,setExtra,setExtras,setContext'

function begin(): Early {
  const noted: EarlyEntry[] = []
  const each = (how: 'addEventListener' | 'removeEventListener'): void => {
    for (const type of types) page[how](type, listener)
  }
  const listener = (event: Event): void => early.note(event.type, event)
  const early: Early = {
    noted,
    note(what, ...args) {
      // Of a page that fails all the time, the first tell most.
      if (noted.length < 200) noted.push([Date.now(), what, ...args])
    },
    stop: () => each('removeEventListener'),
  }
  each('addEventListener')
  return early
}

page[key] ??= begin()
const early = page[key] as Early
page.Mayday ??= Object.fromEntries(
  calls.split(',').map((name) => [name, (...args: unknown[]) => early.note(name, ...args)]),
)
