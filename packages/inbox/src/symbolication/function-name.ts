import { originalPositionFor } from '@jridgewell/trace-mapping'
import type { StackFrame } from '@mayday/core'
import { functionOf } from '../event/summary.js'
import type { Script } from './script.js'

/** Functions of a bundle are seldom longer, and a line of it may have megabytes. */
const farthest = 100_000
const mostCandidates = 50

/** Whether a minifier may have given the name: `t`, `Xe`, `Object.t`. */
export function isMinified(name: string): boolean {
  return lastPart(name).length <= 2
}

/**
 * What the source calls the function of a frame whose name was minified: the script declares it somewhere before the
 * frame's place, and the map has the source's name for that very word. Undefined where it has none.
 *
 * @param source where the frame is; a name from elsewhere is of another function
 */
export function declaredName(
  frame: StackFrame,
  script: Script,
  source: string,
): string | undefined {
  const given = functionOf(frame)
  const { map, lines } = script
  if (!map || given === undefined || frame.lineno === undefined) return undefined
  for (const { line, column } of declarations(lastPart(given), lines, frame)) {
    const mapping = originalPositionFor(map, { line, column })
    if (mapping.name !== null && mapping.source === source) return mapping.name
  }
  return undefined
}

/** Where the script declares a function of a name, the nearest before the frame first. */
function declarations(
  name: string,
  lines: readonly string[],
  { lineno = 1, colno = 1 }: StackFrame,
): { line: number; column: number }[] {
  if (!/^[\w$]+$/.test(name)) return []
  const word = name.replaceAll('$', '\\$')
  const declared = new RegExp(
    `(?<=\\bfunction\\s{0,9}\\*?\\s{0,9})${word}(?=\\s{0,9}\\()|(?<![\\w$.])${word}(?=\\s{0,9}[=:]\\s{0,9}(?:async\\b|function\\b|\\(|[\\w$]+\\s{0,9}=>))`,
    'g',
  )
  const places: { line: number; column: number }[] = []
  let left = farthest
  for (let line = lineno; line >= 1 && left > 0 && places.length < mostCandidates; line--) {
    const text = lines[line - 1] ?? ''
    const end = line === lineno ? Math.min(colno, text.length) : text.length
    const start = Math.max(0, end - left)
    const found = [...text.slice(start, end).matchAll(declared)]
    places.push(...found.reverse().map(({ index }) => ({ line, column: start + index })))
    left -= end - start + 1
  }
  return places
}

function lastPart(name: string): string {
  return name.split(/[./\s]/).at(-1) ?? name
}
