import { type Client, type ClientClass, clientClass, setContextManager } from '@mayday/core'
import { asyncScopes } from './async-scopes.js'
import { outliveProcess } from './delivery/lifetime.js'
import type { NodeOptions } from './init.js'
import { nodePlatform } from './platform.js'

/** What a client of your own takes. Its integrations are those that you name, and no others. */
export type NodeClientOptions = NodeOptions

/**
 * A client of your own, beside the one of `init()` or without it. It captures what is captured through it or through a
 * scope that has it; `client.init()` starts its integrations.
 */
export const NodeClient: ClientClass<NodeClientOptions> = /* @__PURE__ */ clientClass(
  () => nodePlatform(() => []),
  (client) => {
    setContextManager(asyncScopes)
    outliveProcess(client)
  },
)
export type NodeClient = Client
