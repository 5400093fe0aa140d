import { type Client, commonNoise, type Integration, type Platform, VERSION } from '@mayday/core'
import { makeFetchTransport } from './delivery/fetch.js'
import { makeLeftovers } from './delivery/page-life.js'
import { listen } from './instrument/listen.js'
import { pageNoise } from './noise.js'
import { defaultStackParser } from './stack.js'

/** Who the SDK says it is; packages on top of this one put their own name and theirs in front. */
export interface SdkIdentity {
  name: string
  packages: string[]
}

const BROWSER: SdkIdentity = {
  name: 'mayday.javascript.browser',
  packages: ['@mayday/browser'],
}

/** What a page brings along for a client. */
export function browserPlatform(
  integrations: () => Integration[],
  identity: SdkIdentity = BROWSER,
): Platform {
  return {
    name: 'javascript',
    sdk: { ...identity, version: VERSION },
    stackParser: defaultStackParser,
    integrations,
    transport: makeFetchTransport,
    store: makeLeftovers,
    noise: { ...commonNoise, ...pageNoise },
    // So many requests at once may outlive their page.
    concurrency: 15,
  }
}

/** A page that is hidden may never run again: until it closes, the client sends what it has when that happens. */
export function flushWhenHidden(client: Client): void {
  const { document } = globalThis
  const flush = ({ type }: Event): void => {
    if (type === 'pagehide' || document.visibilityState === 'hidden') void client.flush()
  }
  if (!document || !client.getTransport()) return
  // Before anybody keeps what has not been sent.
  const stop = listen(globalThis, ['visibilitychange', 'pagehide'], flush, { capture: true })
  client.on('close', stop)
}
