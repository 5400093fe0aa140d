import type { ResolvedFrame } from '../../../src/event/exceptions.js'
import { plain } from '../shell/plain.js'

/** Lines of bundles are longer than anybody reads. */
const longestLine = 1000

/** The lines around a frame's position, with the one it stands at marked. */
export function Source({ frame }: { frame: ResolvedFrame }) {
  const { context_line: line, lineno, pre_context: before = [], post_context: after = [] } = frame
  if (line === undefined) return null
  const lines = [...before, line, ...after]
  const first = (lineno ?? before.length + 1) - before.length
  const indent = commonIndent(lines)
  return (
    // What scrolls has to be reachable by keys.
    <ol className="source" start={first} tabIndex={isLong(lines) ? 0 : undefined}>
      {lines.map((text, index) => (
        <li key={index} aria-current={index === before.length ? 'true' : undefined}>
          <span className="number">{first + index}</span>
          <code>{plain(text.slice(indent, indent + longestLine)) || ' '}</code>
        </li>
      ))}
    </ol>
  )
}

/** Whether it may have to be scrolled, on the narrowest screen. */
function isLong(lines: string[]): boolean {
  return lines.some((text) => text.length > 30)
}

function commonIndent(lines: string[]): number {
  const indents = lines.filter((text) => text.trim() !== '').map((text) => text.search(/\S/))
  return indents.length > 0 ? Math.min(...indents) : 0
}
