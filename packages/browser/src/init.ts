import {
  type Client,
  dedupeIntegration,
  type Integration,
  initPlatform,
  type Options,
} from '@mayday/core'
import { breadcrumbsIntegration } from './integrations/breadcrumbs.js'
import { globalHandlersIntegration } from './integrations/global-handlers.js'
import { httpContextIntegration } from './integrations/http-context.js'
import { browserPlatform, flushWhenHidden, type SdkIdentity } from './platform.js'
import { replayEarly } from './replay.js'

/** What `init()` takes in a page. */
export type BrowserOptions = Options

/** The integrations that `init()` installs unless told otherwise, whatever the options are. */
export function getDefaultIntegrations(_options?: BrowserOptions): Integration[] {
  return [
    breadcrumbsIntegration(),
    globalHandlersIntegration(),
    dedupeIntegration(),
    httpContextIntegration(),
  ]
}

/**
 * Starts capturing in this page: what nobody catches, and what you capture yourself, with the breadcrumbs that led
 * there. A second call replaces the first one's client.
 */
export function init(options: BrowserOptions = {}, identity?: SdkIdentity): Client {
  const client = initPlatform(options, browserPlatform(getDefaultIntegrations, identity))
  flushWhenHidden(client)
  replayEarly(client)
  return client
}
