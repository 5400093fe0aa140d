import * as React from 'react'
import { captureWith } from './capture.js'
import { ClientContext } from './client-context.js'
import { BoundaryContext } from './error-boundary.js'
import { useIsMounted } from './is-mounted.js'

export interface ErrorBoundaryControls {
  /**
   * Has the nearest boundary catch the error as if this component had thrown it: for what fails in promises, timers
   * and event handlers. After the component has gone, the error is only captured.
   */
  showBoundary(error: unknown): void
  /** Renders what is in the nearest `<ErrorBoundary>` anew, if it has failed. */
  resetBoundary(): void
}

/** Ways to the boundary that this component is in; the same functions in each render. */
export function useErrorBoundary(): ErrorBoundaryControls {
  const boundary = React.useContext(BoundaryContext)
  const client = React.useContext(ClientContext)
  const [thrown, setThrown] = React.useState<{ error: unknown }>()
  const isMounted = useIsMounted()
  const controls = React.useMemo(
    () => ({
      showBoundary(error: unknown) {
        if (isMounted.current) setThrown({ error })
        else captureWith(client, error, {}, { mechanism: { type: MECHANISM, handled: true } })
      },
      resetBoundary() {
        setThrown(undefined)
        boundary?.resetError()
      },
    }),
    [boundary, client, isMounted],
  )
  if (thrown) throw thrown.error
  return controls
}

const MECHANISM = 'auto.function.react.error_boundary'
