/**
 * What becomes of each failure, by React and by what is there to catch it. One word is one event:
 *
 * - `page!`: by the page's own handlers, unhandled, without components
 * - `promise!`: the same of a rejection
 * - `boundary`: by our boundary, handled, with its components
 * - `root!`: by `createRootOptions()`, unhandled, with its components
 * - `root~`: by the same, handled, as a warning, with its components
 * - `-`: none
 */
import type { Exception } from '@mayday/core'
import type { ReactName } from './versions.js'

/** Where its roots have no handlers. */
const OLD = `
             none       boundary   roots      both       component
render       page!      boundary   page!      boundary   Render
effect       page!      boundary   page!      boundary   Effect
handler      page!      page!      page!      page!
promise      promise!   promise!   promise!   promise!
lazy         page!      boundary   page!      boundary   Lazy
suspended    page!      boundary   page!      boundary   Suspended
mismatch     -          -          -          -
hydrating    page!      boundary   page!      boundary   Render
portal       page!      boundary   page!      boundary   Render
nested       page!      boundary   page!      boundary   Render
text         page!      boundary   page!      boundary   Thrower
frozen       page!      boundary   page!      boundary   Thrower`

const TABLES: Record<ReactName, string> = {
  'react-17': OLD,
  'react-18-legacy': OLD,
  // It tells of nothing but what it has recovered from.
  'react-18': OLD.replace(
    /^mismatch .*/m,
    'mismatch     page!      page!      root~      root~      p',
  ),
  'react-19': `
             none       boundary   roots      both       component
render       page!      boundary   root!      boundary   Render
effect       page!      boundary   root!      boundary   Effect
handler      page!      page!      page!      page!
promise      promise!   promise!   promise!   promise!
lazy         page!      boundary   root!      boundary   Lazy
suspended    page!      boundary   root!      boundary   Suspended
mismatch     page!      page!      root~      root~      p
hydrating    page!      boundary   root!      boundary   Render
portal       page!      boundary   root!      boundary   Render
nested       page!      boundary   root!      boundary   Render
text         page!      boundary   root!      boundary   Thrower
frozen       page!      boundary   root!      boundary   Thrower`,
}

export interface Cell {
  cell: string
  guard: string
  expected: string
}

/** Each with what `told` says of its events. */
export function cellsOf(name: ReactName): Cell[] {
  const [[...guards] = [], ...rows] = TABLES[name]
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  return rows.flatMap(([cell = '', ...words]) =>
    guards.slice(0, 4).map((guard, at) => {
      const word = words[at] ?? '-'
      const hasComponents = /boundary|root/.test(word)
      return { cell, guard, expected: hasComponents ? `${word} in ${words[4]}` : word }
    }),
  )
}

interface Told {
  level?: string | undefined
  exception?: { values?: Exception[] } | undefined
}

const WORDS: Record<string, string> = {
  'auto.browser.global_handlers.onerror, unhandled error': 'page!',
  'auto.browser.global_handlers.onunhandledrejection, unhandled error': 'promise!',
  'auto.function.react.error_boundary, handled error': 'boundary',
  'auto.function.react.error_handler, unhandled error': 'root!',
  'auto.function.react.error_handler, handled warning': 'root~',
}

/** The events in the words of the tables, each with the innermost component, if it has any. */
export function told(events: readonly Told[]): string {
  return events.map(wordOf).join(' ') || '-'
}

function wordOf({ level, exception }: Told): string {
  const values = exception?.values ?? []
  const { type, handled } = values.at(-1)?.mechanism ?? {}
  const how = `${type}, ${handled ? '' : 'un'}handled ${level}`
  const components = values.find((one) => one.type?.startsWith('React ErrorBoundary '))
  const innermost = components?.stacktrace?.frames?.at(-1)?.function
  return `${WORDS[how] ?? how}${innermost ? ` in ${innermost}` : ''}`
}
