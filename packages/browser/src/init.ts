import {
  type Client,
  commonNoise,
  dedupeIntegration,
  type Integration,
  initPlatform,
  type Options,
  type Platform,
  VERSION,
} from '@mayday/core'
import { makeFetchTransport } from './delivery/fetch.js'
import { listen } from './instrument/listen.js'
import { breadcrumbsIntegration } from './integrations/breadcrumbs.js'
import { globalHandlersIntegration } from './integrations/global-handlers.js'
import { httpContextIntegration } from './integrations/http-context.js'
import { pageNoise } from './noise.js'
import { browserStackParser } from './stack.js'

/** What `init()` takes in a page. */
export type BrowserOptions = Options

/** The integrations that `init()` installs unless told otherwise. */
export function getDefaultIntegrations(): Integration[] {
  return [
    breadcrumbsIntegration(),
    globalHandlersIntegration(),
    dedupeIntegration(),
    httpContextIntegration(),
  ]
}

/** Who the SDK says it is; packages on top of this one put their own name and theirs in front. */
export interface SdkIdentity {
  name: string
  packages: string[]
}

const BROWSER: SdkIdentity = {
  name: 'mayday.javascript.browser',
  packages: ['@mayday/browser'],
}

/**
 * Starts capturing in this page: what nobody catches, and what you capture yourself, with the breadcrumbs that led
 * there. A second call replaces the first one's client.
 */
export function init(options: BrowserOptions = {}, identity: SdkIdentity = BROWSER): Client {
  const client = initPlatform(options, platformOf(identity))
  const { document } = globalThis as Partial<typeof globalThis>
  if (document && client.getTransport()) client.on('close', flushWhenHidden(client, document))
  return client
}

/** A page that is hidden may never run again. Returns what ends this. */
function flushWhenHidden(client: Client, document: Document): () => void {
  return listen(document, 'visibilitychange', () => {
    if (document.visibilityState === 'hidden') void client.flush()
  })
}

function platformOf(identity: SdkIdentity): Platform {
  return {
    name: 'javascript',
    sdk: { ...identity, version: VERSION },
    stackParser: browserStackParser,
    integrations: getDefaultIntegrations,
    transport: makeFetchTransport,
    noise: { ...commonNoise, ...pageNoise },
    // So many requests at once may outlive their page.
    concurrency: 15,
  }
}
