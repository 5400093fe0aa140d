import type { IncomingMessage } from 'node:http'
import { captureException, isThenable } from '@mayday/core'
import { asyncScopes, scopesOfRequest } from './async-scopes.js'
import { passOn } from './integrations/passed-on.js'

/**
 * Wraps a handler of `node:http`: what it throws or rejects with is captured with its request, and then goes where it
 * would have gone without us.
 *
 * ```js
 * createServer(wrapHandler(async (req, res) => { … }))
 * ```
 */
export function wrapHandler<Rest extends unknown[], Result>(
  handler: (request: IncomingMessage, ...rest: Rest) => Result,
): (request: IncomingMessage, ...rest: Rest) => Result {
  return (request, ...rest) =>
    asyncScopes.run(scopesOfRequest(request), () => {
      try {
        const result = handler(request, ...rest)
        return isThenable(result) ? (result.then(undefined, captureAndRethrow) as Result) : result
      } catch (error) {
        return captureAndRethrow(error)
      }
    })
}

function captureAndRethrow(error: unknown): never {
  captureException(error, {
    // What has no stack of its own must not be given ours.
    syntheticException: null,
    mechanism: { type: 'auto.http.node', handled: false },
  })
  passOn(error)
  throw error
}
