import {
  type Client,
  type ClientClass,
  clientClass,
  createClient as createCoreClient,
  dedupeIntegration,
  Scope,
} from '@mayday/core'
import type { BrowserOptions } from './init.js'
import { globalHandlersIntegration } from './integrations/global-handlers.js'
import { httpContextIntegration } from './integrations/http-context.js'
import { browserPlatform, flushWhenHidden } from './platform.js'

/** What a client of your own takes. Its integrations are those that you name, and no others. */
export type BrowserClientOptions = BrowserOptions

/**
 * A client of your own, beside the one of `init()` or without it: for a widget or an extension in somebody else's page.
 * It captures what is captured through it or through a scope that has it; `client.init()` starts its integrations.
 */
export const BrowserClient: ClientClass<BrowserClientOptions> = /* @__PURE__ */ clientClass(
  () => browserPlatform(() => []),
  flushWhenHidden,
)
export type BrowserClient = Client

/**
 * A client for what lives in somebody else's page: a widget, a library, a micro-frontend. It changes nothing in the
 * page, and knows nothing of what the page's own scopes hold: `client.getScope()` is where to put its tags and user.
 *
 * It captures what is captured through it; and, if its `scripts` say which files are its own, what is thrown in them
 * and caught by nobody, which then goes to no other client.
 */
export function createClient(options: BrowserOptions): Client {
  const integrations = [dedupeIntegration(), httpContextIntegration()]
  if (options.scripts?.length) integrations.push(globalHandlersIntegration())
  const client = createCoreClient(options, {
    ...browserPlatform(() => integrations),
    scope: new Scope(),
  })
  flushWhenHidden(client)
  return client
}
