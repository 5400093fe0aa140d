import { type ReadException, resolvedExceptionsOf } from '../../src/event/exceptions.js'
import type { StoredEvent } from '../../src/event/stored.js'
import { Stack } from './stack.js'

/** The captured error, and below it what it was caused by. */
export function Exceptions({ event }: { event: StoredEvent }) {
  const captured = resolvedExceptionsOf(event.event, event.resolved).reverse()
  return captured.map((exception, index) => (
    <section className="exception" key={index}>
      <header className="exception-head">
        {index > 0 && <p className="relation">{relationOf(exception, captured)}</p>}
        {(index > 0 || !isWholeTitle(exception, event)) && <Words exception={exception} />}
        <Mechanism exception={exception} />
      </header>
      <Stack frames={exception.frames} />
    </section>
  ))
}

function Words({ exception: { type, value, mechanism } }: { exception: ReadException }) {
  return (
    <>
      <h2>{type ?? (mechanism.synthetic ? 'Captured value' : 'Error')}</h2>
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
      {handled === false && <span className="unhandled">unhandled</span>}
      {synthetic && <span>stack of the capture call</span>}
      {isGroup && <span>group of errors</span>}
    </p>
  )
}

/** The page's heading says it all already: a long or many-lined value it cuts. */
function isWholeTitle({ type, value }: ReadException, { title }: StoredEvent): boolean {
  return value === title || [type, value].filter(Boolean).join(': ') === title
}

function relationOf({ mechanism }: ReadException, all: ReadException[]): string {
  const { source, parent_id: parentId } = mechanism
  const parent = all.find((other) => other.mechanism.exception_id === parentId)
  // Only in a group is it not plain whose cause this is.
  const isTree = all.some((other) => other.mechanism.is_exception_group)
  const ofParent = isTree && parentId !== undefined && parent?.type ? ` of ${parent.type}` : ''
  if (source === undefined || source === 'cause') return ofParent ? `Cause${ofParent}` : 'Caused by'
  return `${source}${ofParent}`
}
