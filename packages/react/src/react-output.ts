/** What React prints and reports by itself where a root has no handlers of its own, word for word. */
import * as React from 'react'
import type { RootErrorInfo } from './root-handlers.js'

/** Of a caught error. */
export function printCaught(
  error: unknown,
  { componentStack, errorBoundary }: RootErrorInfo,
): void {
  if (!isDevelopment()) {
    console.error(error)
    return
  }
  const Boundary = errorBoundary?.constructor as React.ComponentType | undefined
  console.error(
    '%o\n\n%s\n\n%s\n',
    error,
    `The above error occurred in ${placeIn(componentStack)}.`,
    `React will try to recreate this component tree from scratch using the error boundary you provided, ${Boundary?.displayName || Boundary?.name || 'Anonymous'}.`,
  )
}

/** Of an uncaught error. */
export function reportUncaught(error: unknown, { componentStack }: RootErrorInfo): void {
  report(error)
  if (!isDevelopment()) return
  console.warn(
    '%s\n\n%s\n',
    `An error occurred in ${placeIn(componentStack)}.`,
    'Consider adding an error boundary to your tree to customize error handling behavior.\nVisit https://react.dev/link/error-boundaries to learn more about error boundaries.',
  )
}

/** Of an error that React recovers from. */
export function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error)
  else {
    const message = String(Object(error).message ?? error)
    const event = new ErrorEvent('error', { bubbles: true, cancelable: true, message, error })
    if (dispatchEvent(event)) console.error(error)
  }
}

/** Production builds of React 19 have no `act`. */
function isDevelopment(): boolean {
  return typeof Reflect.get(React, 'act') === 'function'
}

function placeIn(componentStack: string | null | undefined): string {
  const [, name] = /^\s*(?:at )?([^\s@(]+)/.exec(componentStack ?? '') ?? []
  // By which stacks have what could not be loaded.
  const isKnown = name && name !== 'Lazy'
  return isKnown ? `the <${name}> component` : 'one of your React components'
}
