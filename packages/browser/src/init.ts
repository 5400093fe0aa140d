import {
  type Client,
  dedupeIntegration,
  type Integration,
  initPlatform,
  type Options,
  warn,
} from '@mayday/core'
import { isInForeignPage } from './extension.js'
import { breadcrumbsIntegration } from './integrations/breadcrumbs.js'
import { globalHandlersIntegration } from './integrations/global-handlers.js'
import { httpContextIntegration } from './integrations/http-context.js'
import { browserPlatform, flushWhenHidden, type SdkIdentity } from './platform.js'
import { replayEarly } from './replay.js'

/** What `init()` takes in a page. */
export interface BrowserOptions extends Options {
  /**
   * Starts also where `init()` seems to be called by an extension in somebody else's page; there `createClient()` is
   * what fits, which shares nothing with the page. @default false
   */
  skipBrowserExtensionCheck?: boolean | undefined
}

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
 * there. A second call replaces the first one's client. An extension in somebody else's page is refused, with a warning.
 */
export function init(options: BrowserOptions = {}, identity?: SdkIdentity): Client {
  const isRefused = !options.skipBrowserExtensionCheck && isInForeignPage()
  if (isRefused) warn('An extension needs createClient() here')
  const client = initPlatform(
    isRefused ? { ...options, enabled: false } : options,
    browserPlatform(getDefaultIntegrations, identity),
  )
  flushWhenHidden(client)
  replayEarly(client)
  return client
}
