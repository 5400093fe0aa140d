import {
  type Client,
  type Integration,
  type MakeDispatch,
  type Platform,
  VERSION,
  warn,
} from '@mayday/core'
import { leaveHeld } from './delivery/held.js'
import { whenLoaded } from './instrument/idle.js'
import { listen } from './instrument/listen.js'

/** Who the SDK says it is; packages on top of this one put their own name and theirs in front. */
export interface SdkIdentity {
  name: string
  packages: string[]
}

const BROWSER: SdkIdentity = {
  name: 'mayday.javascript.browser',
  packages: ['@mayday/browser'],
}

/** Once it has been loaded, all clients of the page have it at hand. */
let loaded: MakeDispatch | undefined

export function haveAtHand(dispatch: MakeDispatch): void {
  loaded = dispatch
}

async function loadDispatch(): Promise<MakeDispatch> {
  try {
    haveAtHand(await import('./dispatch.js').then((late) => late.dispatch))
  } catch (error) {
    if ('ServiceWorkerGlobalScope' in globalThis)
      warn("Service workers need '@mayday/browser/complete'")
    throw error
  }
  return loaded as MakeDispatch
}

/** What a page brings along for a client. */
export function browserPlatform(
  integrations: () => Integration[],
  identity: SdkIdentity = BROWSER,
): Platform {
  return {
    name: 'javascript',
    sdk: { ...identity, version: VERSION },
    integrations,
    dispatch: loaded,
    loadDispatch,
    whenIdle: whenLoaded,
  }
}

/** A page that is hidden may never run again: until it closes, the client sends what it has when that happens. */
export function flushWhenHidden(client: Client): void {
  const { document } = globalThis
  const flush = ({ type }: Event): void => {
    if (type === 'pagehide' || document.visibilityState === 'hidden') void client.flush()
  }
  if (!document || !client.isEnabled()) return
  leaveHeld(client)
  // Before anybody keeps what has not been sent.
  const stop = listen(globalThis, ['visibilitychange', 'pagehide'], flush, { capture: true })
  client.on('close', stop)
}
