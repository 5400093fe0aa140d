import {
  exceptionsOf,
  isInApp,
  type ReadException,
  type ResolvedFrame,
  resolvedExceptionsOf,
} from '../../../src/event/exceptions.js'
import type { StoredEvent } from '../../../src/event/stored.js'
import { countOf } from '../shell/words.js'
import { relationOf, treeOf } from './causes.js'
import { SourceMaps } from './source-maps.js'
import { Stack } from './stack.js'

interface Props {
  event: StoredEvent
  /** Frames as they were sent, not as they were found in the sources. */
  isSent: boolean
  onToggle(): void
}

/** More of a group are folded: each has a stack of its own. */
const mostOpen = 6

/** The captured error, and below it what it was caused by. */
export function Exceptions({ event, isSent, onToggle }: Props) {
  const found = isSent
    ? exceptionsOf(event.event)
    : resolvedExceptionsOf(event.event, event.resolved)
  const captured = treeOf(found)
  return (
    <>
      {captured.length > 0 && (
        <div className="stack-bar">
          <h2>{captured.length === 1 ? 'Stack' : countOf(captured.length, 'exception')}</h2>
          {event.resolved && <Toggle isSent={isSent} onToggle={onToggle} />}
          {isUnresolved(found) && <SourceMaps eventId={event.id} />}
        </div>
      )}
      {captured.map(({ exception, depth }, index) => (
        <section className="exception" data-depth={Math.min(depth, 4)} key={index}>
          <Head exception={exception} index={index} all={found} event={event} />
          {index < mostOpen ? (
            <Stack frames={exception.frames} />
          ) : (
            <details className="folded">
              <summary className="folded-label">
                {countOf(exception.frames.length, 'frame')}
              </summary>
              <Stack frames={exception.frames} />
            </details>
          )}
        </section>
      ))}
    </>
  )
}

function Toggle({ isSent, onToggle }: { isSent: boolean; onToggle(): void }) {
  return (
    <fieldset className="choice" aria-label="Frames">
      <button type="button" aria-pressed={!isSent} onClick={() => isSent && onToggle()}>
        Original <kbd>o</kbd>
      </button>
      <button type="button" aria-pressed={isSent} onClick={() => !isSent && onToggle()}>
        As sent
      </button>
    </fieldset>
  )
}

interface HeadProps {
  exception: ReadException
  index: number
  all: ReadException[]
  event: StoredEvent
}

function Head({ exception, index, all, event }: HeadProps) {
  return (
    <header className="exception-head">
      {index > 0 && <p className="relation">{relationOf(exception, all)}</p>}
      {(index > 0 || !isWholeTitle(exception, event)) && <Words exception={exception} />}
      <Mechanism exception={exception} />
    </header>
  )
}

function Words({ exception: { type, value, mechanism } }: { exception: ReadException }) {
  return (
    <>
      <h3>{type ?? (mechanism.synthetic ? 'Captured value' : 'Error')}</h3>
      {value !== undefined && <p className="value">{value}</p>}
    </>
  )
}

function Mechanism({ exception }: { exception: ReadException }) {
  const { type, handled, synthetic, is_exception_group: isGroup } = exception.mechanism
  if (type === undefined || type === 'chained') return null
  return (
    <p className="mechanism">
      <span>
        captured by <code>{type}</code>
      </span>
      {handled === false && <span className="mark unhandled">unhandled</span>}
      {synthetic && <span>stack of the capture call</span>}
      {isGroup && <span>group of errors</span>}
    </p>
  )
}

/** The page's heading says it all already: a long or many-lined value it cuts. */
function isWholeTitle({ type, value }: ReadException, { title }: StoredEvent): boolean {
  return value === title || [type, value].filter(Boolean).join(': ') === title
}

/** Frames of the program's own bundled scripts that nobody can read. */
function isUnresolved(exceptions: { frames: ResolvedFrame[] }[]): boolean {
  const own = exceptions.flatMap(({ frames }) => frames).filter(isInApp)
  return own.some(
    ({ raw, colno = 0, context_line: line = '', abs_path: path = '' }) =>
      raw === undefined && (colno > 300 || line.length > 300 || /\bmin\.[cm]?js\b/.test(path)),
  )
}
