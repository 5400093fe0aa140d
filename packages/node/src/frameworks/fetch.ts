import { type Client, getClient } from '@mayday/core'
import { type EnvOf, type Handlers, wrapHandlers } from '../fetch/handlers.js'
import { init, type NodeOptions } from '../init.js'

/**
 * A handler of `Deno.serve`, `Bun.serve` and the like, or an object of handlers, with each request and job in a scope of
 * its own. What they throw or reject with is captured once, and then goes where it would have gone without us. Platforms
 * that freeze after the answer wait for what was captured, up to the option `shutdownTimeout`.
 *
 * ```js
 * Deno.serve(withMayday((request) => new Response('…')))
 * ```
 *
 * @param options what `init()` takes, or a function that makes it of the variables of the first call, for programs that
 * do not call `init()` themselves
 */
export function withMayday<H extends Handlers>(
  handlers: H,
  options?: NodeOptions | ((env: EnvOf<H>) => NodeOptions | undefined),
): H {
  let own: Client | undefined
  const start = (given: NodeOptions | undefined): void => {
    own = given && init(given)
  }
  if (typeof options === 'object') start(options)
  return wrapHandlers(handlers, {
    clientFor(env) {
      if (typeof options === 'function' && !own) start(options(env as EnvOf<H>))
      return own ?? getClient()
    },
  })
}

/** The same with the arguments in version 10's order. */
export function withSentry<H extends Handlers>(
  options: (env: EnvOf<H>) => NodeOptions | undefined,
  handlers: H,
): H {
  return withMayday(handlers, options)
}
