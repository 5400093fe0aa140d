/** What an event is told of React: component stacks and owner stacks read like call stacks, so they travel as such. */
import type { Event, Exception, StackFrame } from '@mayday/browser'
import type { ReactErrorInfo } from './capture.js'

type Parser = (stack: string) => StackFrame[]

/** The event with each stack as one more cause, below the deepest. The error object itself is left as it is. */
export function withStacks(
  event: Event,
  { componentStack, ownerStack }: ReactErrorInfo,
  parse: Parser = () => [],
): Event {
  const components = link(event, 'React ErrorBoundary', parse(placed(componentStack ?? '')))
  return link(components, 'React Owners', parse(ownerStack ?? ''))
}

/** Elements have a line without a place in stacks of React 17 and 18; React 19 writes these. */
function placed(componentStack: string): string {
  return componentStack.replace(/^( *at )?([\w.$-]+)$/gm, (_, at, name) =>
    at ? `${at}${name} (<anonymous>)` : `${name}@unknown:0:0`,
  )
}

/** With a tag for what the server's log has the error by, where a page is told nothing else of it. */
export function withDigest(event: Event): Event {
  const { digest } = event.exception?.values?.at(-1)?.mechanism?.data ?? {}
  return typeof digest === 'string'
    ? { ...event, tags: { 'react.digest': digest, ...event.tags } }
    : event
}

function link(event: Event, what: string, frames: StackFrame[]): Event {
  const values = event.exception?.values
  const captured = values?.at(-1)
  if (!values || !captured || !frames.length) return event

  const linked: Exception = {
    type: `${what} ${captured.type ?? 'Error'}`,
    stacktrace: { frames },
    mechanism: {
      type: 'chained',
      handled: true,
      source: 'cause',
      exception_id: values.length,
      parent_id: deepestCause(values),
    },
  }
  if (captured.value !== undefined) linked.value = captured.value
  const owner = {
    ...captured,
    mechanism: {
      exception_id: 0,
      ...captured.mechanism,
      type: captured.mechanism?.type ?? 'generic',
    },
  }
  return { ...event, exception: { values: [linked, ...values.slice(0, -1), owner] } }
}

/** The number of the last error that is reached by following `cause` from the captured one. */
function deepestCause(values: Exception[]): number {
  let id = 0
  for (;;) {
    const next = values.find(
      ({ mechanism }) => mechanism?.parent_id === id && mechanism.source === 'cause',
    )
    if (next?.mechanism?.exception_id === undefined) return id
    id = next.mechanism.exception_id
  }
}

/** A line of a program's own component, in the words of any engine: elements and what React has itself have no place. */
const PLACED = /^\s*(?:at )?([^\s@(]*).*[^0:]\d*:\d+\)?$/m
/** Minified names are shorter, and say nothing. */
const TELLING = /^[A-Z].{2}/

/** The innermost component, if its name says anything. */
export function componentIn({ componentStack }: ReactErrorInfo): string | undefined {
  const name = PLACED.exec(componentStack ?? '')?.[1] ?? ''
  return TELLING.test(name) ? name : undefined
}
