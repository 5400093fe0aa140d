import { type Client, claimUncaught, safely, type Uncaught } from '@mayday/browser'
import * as React from 'react'

/**
 * Keeps the global handlers from what React 17 and 18 tell the page besides the error itself, until the client closes.
 *
 * Their development builds have a component fail once more in a listener, so that developer tools see it, and the page's
 * handlers with them. That is never the last word: React then gives the error to a boundary, throws it on, or recovers.
 */
export function ignoreRehearsals(client: Client): void {
  if (React.version > '19' || !client.isEnabled()) return
  const isTheirs = ({ type, error }: Uncaught): boolean =>
    type === 'error' && (isRehearsal() || !!isConsequence(error))
  client.on('close', claimUncaught(isTheirs))
}

/** True for what React 18 says besides the error that a page had while it was hydrated; React 19 has that as its cause. */
export function isConsequence(error: unknown): boolean | undefined {
  return safely('message', () => {
    const { message, cause } = error as Error
    return !cause && CONSEQUENCE.test(message)
  })
}

const CONSEQUENCE = /^(Minified React error #42[23];|There was an error while hydrating)/

/**
 * React is what dispatched the event. What fails below the component, such as a listener of an element that it clicks,
 * has the component's call in between, and is told nowhere else.
 */
function isRehearsal(): boolean {
  const V8 = Error as { stackTraceLimit?: number }
  const limit = V8.stackTraceLimit
  // So many calls may be between React's and ours where the listeners of a page are written in JavaScript.
  V8.stackTraceLimit = 40
  const { stack } = new Error()
  V8.stackTraceLimit = limit as number
  return !!/callCallback|invokeGuarded(CallbackDev)/.exec(stack ?? '')?.[1]
}
