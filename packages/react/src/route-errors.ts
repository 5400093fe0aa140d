import { type Client, safely } from '@mayday/browser'
import * as React from 'react'
import { captureWith, type ReactErrorInfo } from './capture.js'
import { ClientContext } from './client-context.js'
import { awaitEvent, eventOf, remember, type Shown } from './told.js'

/** What routers tell with an error. */
export interface RouteErrorInfo extends ReactErrorInfo {
  /** React Router has it one level down, and only of what failed while it was rendered. */
  errorInfo?: ReactErrorInfo | undefined
}

export interface RouteErrorOptions {
  /**
   * Whether the error is captured. @default all are but answers with a status below 500, such as pages not found
   */
  shouldCapture?: ((error: unknown) => boolean) | undefined
}

/**
 * Captures an error that a router has caught, once; for `onError` of React Router 7's `<RouterProvider>`, and for
 * `onCatch` and `defaultOnCatch` of TanStack Router. Returns the event's id; nothing when none was made.
 */
export function captureRouteError(
  error: unknown,
  info?: RouteErrorInfo,
  options?: RouteErrorOptions,
): string | undefined {
  return capture(undefined, error, info?.errorInfo ?? info, options)
}

/**
 * Captures what a route shows instead of itself, once: `useCapturedRouteError(useRouteError())` in an `errorElement` of
 * React Router, `useCapturedRouteError(props.error)` in an `errorComponent` of TanStack Router. Loaders and actions fail
 * where neither boundaries nor the page's handlers see it.
 *
 * Returns the event's id for a visitor to quote, once it is known; nothing when no event was made.
 */
export function useCapturedRouteError(
  error: unknown,
  options?: RouteErrorOptions,
): string | undefined {
  const client = React.useContext(ClientContext)
  const shown = React.useRef<Shown>(undefined)
  const captured = React.useRef<Shown>(undefined)
  const [known, setKnown] = React.useState<Shown>()
  // Runs before the handlers of the root are called, which are told more; and the effect after them.
  useEarlyEffect(() => {
    shown.current = { error }
    return awaitEvent(shown.current)
  }, [error])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what else changes makes no new failure
  React.useEffect(() => {
    // StrictMode has effects run twice.
    if (!captured.current || !Object.is(captured.current.error, error)) {
      const eventId = shown.current?.eventId ?? capture(client, error, {}, options)
      captured.current = { error, eventId }
    }
    setKnown(captured.current)
  }, [error])
  return known && Object.is(known.error, error) ? known.eventId : undefined
}

/** On servers, older versions of React warn of the other. */
const useEarlyEffect: typeof React.useEffect =
  'document' in globalThis ? React.useLayoutEffect : React.useEffect

function capture(
  client: Client | undefined,
  error: unknown,
  info: ReactErrorInfo = {},
  { shouldCapture = isFailure }: RouteErrorOptions = {},
): string | undefined {
  const known = eventOf(error)
  // Who asks whether there is an error has none.
  if (known || error === undefined || safely('shouldCapture', () => !shouldCapture(error)))
    return known
  let isNew = Object(error) !== error
  const eventId = captureWith(client, thrownFor(error), info, {
    mechanism: { type: 'auto.function.react.route_error', handled: true },
    // Not asked for what somebody has captured already.
    captureContext: (scope) => {
      isNew = true
      return scope
    },
  })
  return isNew ? remember(error, eventId) : undefined
}

interface Answer {
  status: number
  statusText: string
  internal?: boolean
  isNotFound?: boolean
}

function isFailure(error: unknown): boolean {
  const { status, statusText, isNotFound } = Object(error) as Answer
  const isAnswer = typeof status === 'number' && typeof statusText === 'string'
  return !isNotFound && !(isAnswer && status < 500)
}

/** React Router makes an object of an answer; its data is what the server said, and stays here. */
function thrownFor(error: unknown): unknown {
  const { status, statusText, internal } = Object(error) as Answer
  if (typeof internal !== 'boolean') return error
  const answer = new Error(`${status} ${statusText}`.trim())
  // The place is ours.
  return Object.assign(answer, { name: 'ErrorResponse', stack: '' })
}
