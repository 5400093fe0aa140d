import {
  captureException,
  type Event,
  type EventHint,
  type Exception,
  getClient,
  withScope,
} from '@mayday/browser'
import { version } from 'react'

/** What React tells about an error besides the error. */
export interface ReactErrorInfo {
  /** The components that the error passed through, innermost first, as lines of a stack. */
  componentStack?: string | null | undefined
}

/**
 * Sends an error that React has caught, with the components it passed through as a linked exception of its own.
 * Returns the event's id.
 */
export function captureReactException(
  error: unknown,
  { componentStack }: ReactErrorInfo,
  hint?: EventHint,
): string {
  return withScope((scope) => {
    scope.setContext('react', { version })
    if (componentStack) {
      scope.addEventProcessor((event) => withComponentStack(event, componentStack))
    }
    // What has no stack of its own must not be given ours.
    return captureException(error, { syntheticException: null, ...hint })
  })
}

/**
 * The component stack reads like a call stack, so it travels as one: as the deepest cause of the error. The error
 * object itself is left as it is.
 */
function withComponentStack(event: Event, componentStack: string): Event {
  const values = event.exception?.values
  const captured = values?.at(-1)
  const frames = getClient()?.getStackParser()(componentStack)
  if (!values || !captured || !frames?.length) return event

  const linked: Exception = {
    type: `React ErrorBoundary ${captured.type ?? 'Error'}`,
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
