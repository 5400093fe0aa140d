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
  return componentStack.replace(
    /^( *at )?[\w.$-]+$/gm,
    (line, at) => line + (at ? ' (<anonymous>)' : '@unknown:0:0'),
  )
}

/** With a tag for what the server's log has the error by, where a page is told nothing else of it. */
export function withDigest(event: Event): Event {
  const digest = event.exception?.values?.at(-1)?.mechanism?.data?.digest
  return typeof digest === 'string'
    ? { ...event, tags: { 'react.digest': digest, ...event.tags } }
    : event
}

function link(event: Event, what: string, frames: StackFrame[]): Event {
  const values = event.exception?.values ?? []
  const captured = values.at(-1)
  if (!captured || !frames.length) return event

  const { type = 'Error', value, mechanism } = captured
  const linked: Exception = {
    type: `${what} ${type}`,
    value: value as string,
    stacktrace: { frames },
    mechanism: {
      type: 'chained',
      handled: true,
      source: 'cause',
      exception_id: values.length,
      parent_id: deepestCause(values),
    },
  }
  const outermost = {
    ...captured,
    mechanism: { exception_id: 0, ...(mechanism as NonNullable<Exception['mechanism']>) },
  }
  return { ...event, exception: { values: [linked, ...values.slice(0, -1), outermost] } }
}

/** The number of the last error that is reached by following `cause` from the captured one. */
function deepestCause(values: Exception[], id = 0): number {
  const next = values.find(
    ({ mechanism }) => mechanism?.parent_id === id && mechanism.source === 'cause',
  )?.mechanism?.exception_id
  return next ? deepestCause(values, next) : id
}

/** A line of a program's own component, in the words of any engine: elements and what React has itself have no place. */
const PLACED = /^\s*(?:at )?([^\s@(]*).*[^0:]\d*:\d+\)?$/m
/** The innermost component, if its name says anything: minified ones are shorter. */
export function componentIn({ componentStack }: ReactErrorInfo): string | undefined {
  return PLACED.exec(componentStack ?? '')?.[1]?.match(/^[A-Z].{2,}/)?.[0]
}
