import { type Client, type ClientClass, clientClass } from '@mayday/core'
import type { BrowserOptions } from './init.js'
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
