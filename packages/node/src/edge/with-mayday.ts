import { type EnvOf, type Handlers, wrapHandlers } from '../fetch/handlers.js'
import { followProgram } from './async-scopes.js'
import { type EdgeOptions, makeInvocationClient } from './init.js'

/**
 * The handlers of a Worker or edge function, with each request and job in a scope of its own. What they throw or reject
 * with is captured once, and then goes where it would have gone without us. The platform waits for what was captured, by
 * `waitUntil`, up to the option `shutdownTimeout`.
 *
 * ```js
 * export default withMayday({ fetch(request, env, ctx) { … } }, (env) => ({ dsn: env.MAYDAY_DSN }))
 * ```
 *
 * @param options what `init()` takes, or a function that makes it of the variables of the call; each call then has a
 * client of its own, because nothing may outlive its request there. Without them: the client of `init()`
 */
export function withMayday<H extends Handlers>(
  handlers: H,
  options?: EdgeOptions | ((env: EnvOf<H>) => EdgeOptions | undefined),
): H {
  return wrapHandlers(handlers, {
    ready: followProgram,
    clientFor(env) {
      const given = typeof options === 'function' ? options(env as EnvOf<H>) : options
      return given && makeInvocationClient(given)
    },
    ended(client) {
      // It is nobody's any more, but work that goes on after the answer may still capture with it.
      if (options) client.emit('close')
    },
  })
}

/** The same with the arguments in version 10's order. */
export function withSentry<H extends Handlers>(
  options: (env: EnvOf<H>) => EdgeOptions | undefined,
  handlers: H,
): H {
  return withMayday(handlers, options)
}
