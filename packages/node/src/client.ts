import {
  type Client,
  type ClientClass,
  clientClass,
  createClient as createCoreClient,
  dedupeIntegration,
  Scope,
  setContextManager,
} from '@mayday/core'
import { asyncScopes } from './async-scopes.js'
import { outliveProcess } from './delivery/lifetime.js'
import type { NodeOptions } from './init.js'
import { contextLinesIntegration } from './integrations/context-lines.js'
import { nodeContextIntegration } from './integrations/node-context.js'
import { onUncaughtExceptionIntegration } from './integrations/uncaught-exception.js'
import { onUnhandledRejectionIntegration } from './integrations/unhandled-rejection.js'
import { nodePlatform } from './platform.js'
import { nameServer } from './server-name.js'

/** What a client of your own takes. Its integrations are those that you name, and no others. */
export type NodeClientOptions = NodeOptions

/**
 * A client of your own, beside the one of `init()` or without it. It captures what is captured through it or through a
 * scope that has it; `client.init()` starts its integrations.
 */
export const NodeClient: ClientClass<NodeClientOptions> = /* @__PURE__ */ clientClass(
  (options) => nodePlatform(options, () => []),
  (client, options) => {
    setContextManager(asyncScopes)
    nameServer(client, options)
    outliveProcess(client)
  },
)
export type NodeClient = Client

/**
 * A client for what lives in somebody else's process: a library, a plug-in. It knows nothing of what the program's own
 * scopes hold: `client.getScope()` is where to put its tags and user.
 *
 * It captures what is captured through it; and, if its `scripts` say which files are its own, what is thrown in them
 * and caught by nobody, which then goes to no other client.
 */
export function createClient(options: NodeOptions): Client {
  const integrations = [dedupeIntegration(), contextLinesIntegration(), nodeContextIntegration()]
  if (options.scripts?.length) {
    integrations.push(onUncaughtExceptionIntegration(), onUnhandledRejectionIntegration())
  }
  const client = createCoreClient(options, {
    ...nodePlatform(options, () => integrations),
    scope: new Scope(),
  })
  nameServer(client, options)
  outliveProcess(client)
  return client
}
