import { type Client, createClient, type Platform } from './client.js'
import { dispatchWith } from './dispatch.js'
import { createStackParser } from './event/stack-parser.js'
import { dedupeIntegration } from './integrations/dedupe.js'
import { commonNoise } from './noise.js'
import type { Options } from './options.js'
import { getClient, setCurrentClient } from './scope/current.js'
import { setDebug } from './support/debug.js'
import { VERSION } from './version.js'

/**
 * Makes a client of `options` and makes it the default, in place of the one before: that one's hooks are taken back,
 * what it has queued is still sent.
 */
export function initPlatform(options: Options, platform: Platform): Client {
  void getClient()?.close()
  setDebug(options.debug === true)
  const client = createClient(options, platform)
  setCurrentClient(client)
  return client
}

/** Starts capturing on a platform that has no package of its own. `options.transport` brings events to the receiver. */
export function init(options: Options): Client {
  return initPlatform(options, {
    name: 'javascript',
    sdk: { name: 'mayday.javascript.core', version: VERSION, packages: ['@mayday/core'] },
    integrations: () => [dedupeIntegration()],
    dispatch: dispatchWith({
      stackParser: createStackParser({ isInApp: () => true }),
      noise: commonNoise,
    }),
  })
}
